// Package corpus holds articles: what they are, where their sentences and
// passages lie, and the Library that keeps them.
//
// Every offset counts bytes of Article.Text, which is never rewritten, so
// that a quotation is a slice and checking it is a comparison. The packages
// below it, in the order in which an article meets them:
//
//   - source walks files and folders, opens documents, records and archives,
//     and reports what it had to leave out; source/pdf reads PDF files;
//   - fetch gets pages of the web, politely and safely;
//   - web finds articles in pages, feeds and site maps;
//   - follow says when a folder or feed is visited again;
//   - clean turns bytes into an Article, finds the main text of a page, title,
//     byline, outlet and date, and marks what each line is;
//   - segment cuts an Article into sentences and passages;
//   - quote finds who said what;
//   - dates finds what "Thursday" or "late February" means;
//   - copies tells which articles are copies of one text;
//   - story links such articles of a library as they are added;
//   - sample is a few articles of our own, in the binary.
//
// What a Discord server adds has an owner (ServerOwner): its articles' IDs begin
// with that, they are in the private collection of that name, and what was
// fetched for it is its own. The operator's has none.
//
// The Library is the truth: indexes are derived from it and catch up with it
// by its Generation. It also keeps Records for a program, of which no index
// knows. A View is what one group of readers may see of it. Vectors is a cache
// of what texts were embedded as.
package corpus
