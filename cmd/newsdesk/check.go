package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"newsdesk/bot/render"
	"newsdesk/corpus"
	"newsdesk/rag"
)

// checkOptions are the flags of check.
type checkOptions struct {
	article, claims, answers string
	json                     bool
}

func (a *app) checkCommand() *cobra.Command {
	var o checkOptions
	cmd := &cobra.Command{
		Use:   "check CLAIM…",
		Short: "Hold a sentence against the archive",
		Long: `Hold a claim, one sentence, against the archive, and print the sentences that
the verdict rests on. Several sentences are several claims, each checked by
itself. - reads the claim from stdin. The verdict is one of

  supported     an article says it
  altered       an article says it with another name, figure, word or speaker
  contradicted  an article says the contrary
  not verified  neither can be told; that says nothing of the claim's truth

Words are compared, not meanings: expect of a free paraphrase that it is not
verified. The exit status is 0 whatever the verdict.

--json prints one object. Of several claims it has the gravest verdict and the
least score, and each of them, such an object too, in "claims".

--claims checks many, each line of its file one claim, an object: {"id": "c1",
"claim": "They met for five hours.", "article_id": "the only article to check
against, if any"}. The lines of --answers have the same order: {"id": "c1",
"supported": false, "score": 0.12, "verdict": "altered", "changes": [{"claim":
"five", "source": "three", "kind": "number"}], "citations": [{"doc": "article
id", "quote": "the sentence"}]}. "supported" is the best yes or no, "score"
orders claims by how well they are supported, and "verdict", in which not
verified is "unverified", is more cautious than either. A claim may have an
"expected_verdict": how many got the one that they were to get is counted, and
feedback export --claims writes them from what readers said.`,
		Example: `  newsdesk check "Kim and Putin talked for five hours."
  newsdesk check --article sample-afp "The summit ended without any agreement."
  newsdesk check --corpus ./articles --claims claims.jsonl --answers checked.jsonl`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if o.claims != "" {
				return a.checkMany(cmd.Context(), args, o)
			}
			if o.answers != "" {
				return usagef("--answers goes with --claims, a file of claims")
			}
			return a.checkOne(cmd.Context(), args, o)
		},
	}
	a.archiveFlags(cmd, false)
	f := cmd.Flags()
	f.StringVar(&o.article, "article", "", "check against the article with this `ID` alone")
	f.BoolVar(&o.json, "json", false, "print the verdict as an object")
	f.StringVar(&o.claims, "claims", "", "check the claims in this `file`, - for stdin")
	f.StringVar(&o.answers, "answers", "", "write what --claims finds to this `file` instead of stdout, a line a claim")
	return cmd
}

func (a *app) checkOne(ctx context.Context, args []string, o checkOptions) error {
	text, err := a.claim(ctx, args)
	if err != nil {
		return err
	}
	arch, err := a.openArchive(ctx)
	if err != nil {
		return err
	}
	defer arch.close()
	if err := a.claimable(ctx, arch, o.article); err != nil {
		return err
	}
	var checked []rag.Checked
	for _, c := range a.claimsOf(text) {
		one, err := arch.engine().Check(ctx, rag.Claim{Text: c, Article: o.article, Filter: a.settings.Filter})
		if err != nil {
			return err
		}
		checked = append(checked, one)
	}
	a.flushNotices()
	switch {
	case !o.json:
		return render.Check(a.out, checked, a.display().Options)
	case len(checked) > 1:
		return a.printJSON(rag.Together(text, checked))
	}
	return a.printJSON(checked[0])
}

// claimsOf is what is checked of text by itself: its claims, or the whole
// where it is one sentence, whatever that says. A line that breaks ends none,
// a blank line does.
func (a *app) claimsOf(text string) []string {
	paragraphs := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n\n")
	for i := range paragraphs {
		paragraphs[i] = strings.ReplaceAll(paragraphs[i], "\n", " ")
	}
	claims, rest := rag.Claims(strings.Join(paragraphs, "\n"))
	if len(claims) == 0 || len(claims)+len(rest) == 1 {
		return []string{text}
	}
	for _, r := range rest {
		a.notice("not checked, for it claims nothing: %q", r)
	}
	return claims
}

var errLongClaim = fmt.Errorf("the claim is too long: write at most %d bytes", rag.MaxQuestion)

// claim is args as one claim, checked before anything is opened.
func (a *app) claim(ctx context.Context, args []string) (string, error) {
	text, err := a.question(ctx, args)
	switch {
	case errors.As(err, new(usageError)), err == nil && !strings.ContainsFunc(text, wordy):
		return "", usagef(`the claim is empty: write one, such as newsdesk check "They met for five hours."`)
	case errors.Is(err, rag.ErrLongQuestion):
		return "", errLongClaim
	}
	return text, err
}

// claimable reports what keeps claims from being checked against the article
// with this ID. An empty ID is that of no article in particular.
func (a *app) claimable(ctx context.Context, arch *archive, id string) error {
	if id == "" {
		return nil
	}
	art, err := arch.lib().Article(ctx, id)
	if errors.Is(err, corpus.ErrNotFound) || err == nil && !a.settings.Filter.Match(art) {
		return fmt.Errorf("there is no article %q%s; newsdesk list shows what there is", id, filterHint(a.settings.Filter))
	}
	return err
}
