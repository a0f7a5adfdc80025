/** Control characters but tab and line breaks; the server refuses them. */
const CONTROL = /[^\P{Cc}\t\n\r]/u;
const CONTROLS = /[^\P{Cc}\t\n\r]/gu;

/** @param {string} text */
export const isPrintable = (text) => !CONTROL.test(text);

/** A text without what cannot be seen in it. @param {string} text */
export const printable = (text) => (CONTROL.test(text) ? text.replace(CONTROLS, "") : text);
