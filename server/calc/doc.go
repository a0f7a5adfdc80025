// Package calc evaluates capacity worksheets: one assignment a line, quantities with dimensions
// (bytes and seconds), and expected results that are held against what comes out. It is pure and
// bounded: a sheet has at most MaxRows rows, an expression at most MaxDepth brackets.
package calc
