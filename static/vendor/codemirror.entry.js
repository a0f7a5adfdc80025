// What the board needs of CodeMirror, in one module.
export { Annotation, ChangeSet, Compartment, EditorSelection, EditorState, Facet, RangeSet, RangeSetBuilder, StateEffect, StateField, Text, Transaction } from "@codemirror/state";
export { Decoration, EditorView, GutterMarker, ViewPlugin, WidgetType, drawSelection, gutter, highlightActiveLine, keymap, lineNumbers, placeholder } from "@codemirror/view";
export { defaultKeymap, history, historyKeymap, indentLess, indentMore, redo, undo } from "@codemirror/commands";
export { HighlightStyle, Language, LanguageSupport, defineLanguageFacet, syntaxHighlighting } from "@codemirror/language";
export { collab, getClientID, getSyncedVersion, receiveUpdates, rebaseUpdates, sendableUpdates } from "@codemirror/collab";
export { parser as markdownParser, Table, Strikethrough, TaskList } from "@lezer/markdown";
export { tags } from "@lezer/highlight";
