package publish_test

import (
	"bytes"
	"errors"
	"testing"

	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/internal/workbook"
)

// Each text that becomes public passes the check at its entry. A soft line break becomes a space, so that
// a workbook can hold the note.
func TestService_ChecksPublicTexts(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	d := o.must(o.Upload(ctx, "ann", "2019-H2.xlsx", file(t, "2019-H2.xlsx"), next))
	for _, bad := range []string{"a\u202eb", "To be written: TBD", "a_x000A_b", "=cmd()", "{requests"} {
		by := sitetest.By("ann", d)
		for name, err := range map[string]error{
			"a note":      second(o.SetNote(ctx, by, report.Criminal, "AR", bad)),
			"public note": second(o.SetPublicNote(ctx, by, bad)),
			"explanation": second(o.Explain(ctx, by, publish.Explanation{Section: report.Civil, Country: "US", Column: 2, Stated: 268, Computed: 269, Text: bad + " 268 269"})),
			"a notice":    o.Withdraw(ctx, "bob", before, bad),
		} {
			if !errors.Is(err, report.ErrInvalid) {
				t.Errorf("%s %q: got %v, want ErrInvalid", name, bad, err)
			}
		}
	}
	for _, bad := range []string{"a\u202eb", "TBD", "{criminal.requests.US"} {
		if _, err := o.SetAnswer(ctx, sitetest.By("ann", d), report.Question{ID: "cloud-act", Body: bad}); !errors.Is(err, report.ErrInvalid) {
			t.Errorf("the answer %q: got %v, want ErrInvalid", bad, err)
		}
	}
	d = o.must(o.SetNote(ctx, sitetest.By("ann", d), report.Criminal, "AR", "Counted\u000bagain."))
	if row, _ := d.Edition.Headline().Row("AR"); row.Note != "Counted again." {
		t.Errorf("got %q", row.Note)
	}
	d = o.must(o.Explain(ctx, sitetest.By("ann", d), publish.Explanation{
		Section: report.Civil, Country: "US", Column: 2, Stated: 268, Computed: 269, Text: "269, not\u000b268.",
	}))
	input := workbook.Input{Revision: report.Revision{Edition: d.Edition, Number: 1}, Places: o.archive().Places(), Site: sitetest.Shipped(t).Site}
	if err := workbook.Write(&bytes.Buffer{}, input); err != nil {
		t.Errorf("its workbook: %v", err)
	}
}
