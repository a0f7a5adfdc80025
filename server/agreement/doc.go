// Package agreement computes how far raters agree, and how mild each of them is, from the cards that
// they locked. It is pure: cards in, figures out.
//
// Only cards count that their rater locked before seeing another's, the first of a rater for a session,
// and never a candidate's of the own interview. A score of 0, "not observed", is left out between the
// two whom it is compared for.
//
// Laws, held by tests:
//   - Below Least sessions there is no figure at all, only a sentence.
//   - The order of cards and raters changes nothing.
//   - Kappa is computed in whole numbers and fractions; a figure that does not exist is left out and
//     said in words, so that no answer holds a NaN.
package agreement
