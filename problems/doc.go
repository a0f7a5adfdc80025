// Package problems is the catalogue: the design problems that a session can be about.
//
// A pack is a folder with a pack.yaml and one folder per problem; the core pack lies beside this code and is
// embedded in the binary. A problem is eight Markdown files whose names are fixed, because the name decides who may
// see the file; they may be joined by assets/ and by translations in i18n/. Folders named concepts and plans belong
// to the pack and hold no problem.
//
// A pack loads whole or not at all: every fault is reported with file and line, and a pack with a fault yields no
// catalogue. What is loaded never changes, so a *Problem may be shared between goroutines; nobody may write to it.
// A problem's Hash names its exact bytes, and a session pins that hash. The package reads files and checks them; it
// knows nothing of sessions, roles or HTTP, and it renders nothing.
package problems
