// The inside of the frame in which diagrams are drawn: no origin, no network, nothing but this and
// Mermaid. It is a classic script, for modules do not load where there is no origin. It gets sources
// by message and answers with SVG, or with what is wrong.
"use strict";

(() => {
  const { mermaid } = /** @type {any} */ (globalThis);
  const FONT = "system-ui, -apple-system, 'Segoe UI', sans-serif";
  /** The product's colours; the page sends those of its theme. @type {Record<string, string>} */
  let colours = {};
  let count = 0;

  const configure = () => {
    const { ground, surface, line, ink, soft, accent } = colours;
    mermaid.initialize({
      startOnLoad: false,
      securityLevel: "strict",
      suppressErrorRendering: true,
      maxTextSize: 16 * 1024,
      maxEdges: 200,
      htmlLabels: false,
      deterministicIds: true,
      fontFamily: FONT,
      theme: "base",
      flowchart: { htmlLabels: false, useMaxWidth: false, curve: "basis", padding: 12 },
      sequence: { useMaxWidth: false },
      themeVariables: {
        fontFamily: FONT,
        fontSize: "14px",
        background: surface,
        primaryColor: surface,
        primaryTextColor: ink,
        primaryBorderColor: soft,
        lineColor: soft,
        secondaryColor: ground,
        tertiaryColor: ground,
        clusterBkg: ground,
        clusterBorder: line,
        edgeLabelBackground: surface,
        textColor: ink,
        titleColor: ink,
        actorBkg: surface,
        actorBorder: soft,
        actorTextColor: ink,
        actorLineColor: line,
        signalColor: ink,
        signalTextColor: ink,
        labelBoxBkgColor: ground,
        noteBkgColor: ground,
        noteTextColor: ink,
        noteBorderColor: line,
        activationBkgColor: ground,
        activationBorderColor: accent,
      },
      // What a source may not set by a directive of its own.
      secure: [
        "secure",
        "securityLevel",
        "startOnLoad",
        "maxTextSize",
        "maxEdges",
        "suppressErrorRendering",
        "htmlLabels",
        "flowchart",
        "theme",
        "themeVariables",
        "themeCSS",
        "fontFamily",
        "altFontFamily",
        "dompurifyConfig",
        "deterministicIds",
      ],
    });
  };

  /** @param {unknown} error */
  const fault = (error) => {
    const known = /** @type {{ message?: string, hash?: { loc?: { first_line?: number } } }} */ (error ?? {});
    const message = String(known.message ?? error);
    const line = Number(/on line (\d+)/.exec(message)?.[1] ?? known.hash?.loc?.first_line ?? 0);
    return { line };
  };

  addEventListener("message", async (event) => {
    if (event.source !== parent) return;
    const { id, source, theme } = event.data;
    if (JSON.stringify(theme) !== JSON.stringify(colours)) {
      colours = theme;
      configure();
    }
    try {
      const { svg } = await mermaid.render(`picture-${++count}`, source);
      parent.postMessage({ id, svg }, "*");
    } catch (error) {
      parent.postMessage({ id, fault: fault(error) }, "*");
    }
    document.body.replaceChildren();
  });
  parent.postMessage({ ready: true }, "*");
})();
