// For the frame within a file, whose policy lets no style in without its nonce: Mermaid's style elements
// get it, and its style attributes are set as properties. A classic script, before Mermaid's.
"use strict";

(() => {
  const nonce = /** @type {HTMLElement} */ (document.currentScript).nonce;
  for (const name of /** @type {const} */ (["createElement", "createElementNS"])) {
    const make = /** @type {any} */ (Document.prototype)[name];
    /** @type {any} */ (Document.prototype)[name] = function (/** @type {any[]} */ ...args) {
      const el = make.apply(this, args);
      if (el.localName === "style") el.nonce = nonce;
      return el;
    };
  }
  const set = Element.prototype.setAttribute;
  Element.prototype.setAttribute = function (name, value) {
    const { style } = /** @type {Partial<ElementCSSInlineStyle>} */ (/** @type {unknown} */ (this));
    if (name === "style" && style) style.cssText = value;
    else set.call(this, name, value);
  };
})();
