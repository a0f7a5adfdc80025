// Markdown, quietly coloured: headings stand out, marks of syntax step back.
import {
  HighlightStyle,
  Language,
  LanguageSupport,
  Strikethrough,
  Table,
  TaskList,
  defineLanguageFacet,
  markdownParser,
  syntaxHighlighting,
  tags,
} from "/static/vendor/codemirror.js";

const markdown = new Language(
  defineLanguageFacet(),
  markdownParser.configure([Table, TaskList, Strikethrough]),
  [],
  "markdown",
);

const style = HighlightStyle.define([
  { tag: tags.heading, class: "cm-heading" },
  { tag: tags.strong, class: "cm-strong" },
  { tag: tags.emphasis, class: "cm-emphasis" },
  { tag: [tags.processingInstruction, tags.contentSeparator], class: "cm-syntax" },
  { tag: [tags.monospace, tags.labelName], class: "cm-code" },
  { tag: [tags.link, tags.url], class: "cm-link" },
  { tag: tags.comment, class: "cm-comment" },
]);

export const markdownLanguage = [new LanguageSupport(markdown), syntaxHighlighting(style)];
