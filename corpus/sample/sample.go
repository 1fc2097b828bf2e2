// Package sample holds the articles that the program carries, so that the
// first question has something real to be answered from.
//
// They are three short reports, written for this project, on the summit of
// Kim Jong Un and Vladimir Putin on 25 April 2019. Each retells what one
// published account said and names it; the "(summary)" after an outlet or an
// author says that the words are ours. Quotations of officials are verbatim
// as that account has them, so where the accounts differ (how long the
// leaders met, how a remark of Putin's is translated) the reports do too. One
// account came without outlet, author or date, and its report has none.
package sample

import "embed"

// FS holds the articles at its root: UTF-8 text with a YAML front matter, a
// paragraph a line.
//
//go:embed *.md
var FS embed.FS
