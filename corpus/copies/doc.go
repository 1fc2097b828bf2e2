// Package copies tells which articles are copies of one another, so that wire
// copies and near-duplicates count as one source.
//
// It works in three steps, from fast to exact:
//
//   - Sign makes a Signature of an article's running text, a kilobyte that
//     estimates how much two articles have in common;
//   - Set finds among many signatures the few that are near one;
//   - Shared names the words that two articles have in common, as spans, and
//     Overlap and Group judge by them.
//
// Original then says which of a group the others were copied from, where the
// articles show it.
//
// Everything compares folded words: without case, accents, punctuation, line
// breaks and what typography does to marks. Titles, bylines, captions,
// headings and page furniture are left out, for they are what a copy changes.
// A rewording, a translation or a report of the same event is no copy.
package copies
