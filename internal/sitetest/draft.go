package sitetest

import (
	"context"
	"fmt"

	"lerr/internal/publish"
	"lerr/internal/report"
)

// By returns an edit of the present version of a draft, by somebody with both roles.
func By(name string, draft publish.Draft) publish.Edit {
	return publish.Edit{
		Actor: publish.Actor{Name: name, Editor: true, Approver: true}, Draft: draft.ID, Version: draft.Version, Reason: "No test has announced it.",
	}
}

// Must fails the test if an edit failed.
func (c *Console) Must(draft publish.Draft, err error) publish.Draft {
	c.t.Helper()
	if err != nil {
		c.t.Fatal(err)
	}
	return draft
}

// Approved uploads a file as ann, lets her do more with the draft, and brings it to its approval. Each row
// that does not add up is explained with the note and both numbers.
func (c *Console) Approved(name string, content []byte, period report.Period, note string, more ...func(publish.Edit) (publish.Draft, error)) publish.Draft {
	c.t.Helper()
	draft := c.Must(c.Publisher.Upload(context.Background(), "ann", name, content, period))
	for _, edit := range more {
		draft = c.Must(edit(By("ann", draft)))
	}
	archive, err := c.Publisher.Archive(context.Background())
	if err != nil {
		c.t.Fatal(err)
	}
	for _, p := range c.Publisher.Examine(draft, archive).Only(report.SeverityError) {
		if x, ok := publish.ExplanationFor(p); ok {
			x.Text = fmt.Sprintf("%s The outcomes add up to %d, not to %d.", note, x.Computed, x.Stated)
			draft = c.Must(c.Publisher.Explain(context.Background(), By("ann", draft), x))
		}
	}
	return c.approve(draft)
}

// Corrected brings a correction of a published period to its approval: with a note on the period,
// and the public note on the correction.
func (c *Console) Corrected(period report.Period, note, public string) publish.Draft {
	c.t.Helper()
	ctx := context.Background()
	draft := c.Must(c.Publisher.Correct(ctx, "ann", period))
	draft = c.Must(c.Publisher.SetNote(ctx, By("ann", draft), "", "", note))
	return c.approve(c.Must(c.Publisher.SetPublicNote(ctx, By("ann", draft), public)))
}

// approve keeps every answer and accepts every warning of a draft, submits it as ann and approves it
// as bob.
func (c *Console) approve(draft publish.Draft) publish.Draft {
	c.t.Helper()
	ctx := context.Background()
	archive, err := c.Publisher.Archive(ctx)
	if err != nil {
		c.t.Fatal(err)
	}
	for _, q := range c.Publisher.Quoting(draft, archive) {
		draft = c.Must(c.Publisher.KeepAnswer(ctx, By("ann", draft), q.ID))
	}
	var keys []string
	for _, problem := range c.Publisher.Examine(draft, archive).Only(report.SeverityWarning) {
		keys = append(keys, problem.Key())
	}
	if len(keys) > 0 {
		draft = c.Must(c.Publisher.Accept(ctx, By("ann", draft), keys, "Checked against the source."))
	}
	draft = c.Must(c.Publisher.Submit(ctx, By("ann", draft)))
	return c.Must(c.Publisher.Approve(ctx, By("bob", draft), draft.ContentDigest(), "Compared with the case list."))
}

// Publish publishes an approved draft and shows it.
func (c *Console) Publish(draft publish.Draft) report.Revision {
	c.t.Helper()
	revision, err := c.Publisher.Publish(context.Background(), By("bob", draft), nil)
	if err != nil {
		c.t.Fatal(err)
	}
	c.Step()
	return revision
}
