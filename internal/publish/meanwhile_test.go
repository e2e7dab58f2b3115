package publish_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/sitetest"
)

// meanwhile is a store in which somebody else does something between what a release asks and its transaction.
type meanwhile struct {
	publish.Store
	do func()
}

func (m *meanwhile) Publish(ctx context.Context, p publish.Publication) error {
	if do := m.do; do != nil {
		m.do = nil
		do()
	}
	return m.Store.Publish(ctx, p)
}

// Another process may change places after a release has looked at them: its transaction notices it, stores
// nothing, and says what has changed.
func TestRelease_NoticesPlacesThatChangeMeanwhile(t *testing.T) {
	ctx := t.Context()
	rename := func(name string) func(*office, publish.Draft) publish.Draft {
		return func(o *office, d publish.Draft) publish.Draft {
			return o.must(o.SetCountry(ctx, sitetest.By("ann", d), report.Country{Code: "TR", Name: name, Region: o.country("TR").Region}))
		}
	}
	spell := func(code, spelling string) func(*office, publish.Draft) publish.Draft {
		return func(o *office, d publish.Draft) publish.Draft {
			return o.must(o.AddSpelling(ctx, sitetest.By("ann", d), code, spelling))
		}
	}
	withRow := func(o *office, d publish.Draft) publish.Draft {
		criminal := tableOf(&d.Edition, report.Criminal)
		criminal.Rows = append(criminal.Rows, report.Row{Country: "LA", Counts: report.CountsOf([6]int{1, 1, 0, 1, 0, 0})})
		d.Version++
		if err := o.db.SaveDraft(ctx, d, event(o, "add a row")); err != nil {
			t.Fatal(err)
		}
		return d
	}
	remove := func(o *office, d publish.Draft) publish.Draft {
		return o.must(o.RemovePlace(ctx, sitetest.By("ann", d), "LA", ""))
	}
	for name, tt := range map[string]struct {
		ours, theirs func(*office, publish.Draft) publish.Draft
		want         string // a part of the error; empty if both are published
	}{
		"another name": {spell("DE", "Allemagne"), rename("Türkiye"), "another name or region"},
		"another region": {spell("DE", "Allemagne"), func(o *office, d publish.Draft) publish.Draft {
			return o.must(o.SetCountry(ctx, sitetest.By("ann", d), report.Country{Code: "TR", Name: "Turkey", Region: "asia-pacific"}))
		}, "another name or region"},
		"a spelling":                   {spell("DE", "Allemagne"), spell("FR", "Frankreich"), ""},
		"one spelling of two":          {spell("DE", "Alemania"), spell("FR", "Alemania"), `names both`},
		"the country of a row removed": {withRow, remove, "another name or region"},
		"a row of a removed country":   {remove, withRow, "cannot be removed"},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			laos := report.Country{Code: "LA", Name: "Laos", Region: "asia-pacific"}
			if _, err := o.release(o.must(o.SetCountry(ctx, sitetest.By("ann", o.correction(t)), laos))); err != nil {
				t.Fatal(err)
			}
			approved := func(period report.Period, change func(*office, publish.Draft) publish.Draft) publish.Draft {
				d := o.must(o.Correct(ctx, "ann", period))
				d = change(o, o.must(o.SetPublicNote(ctx, sitetest.By("ann", d), "Places.")))
				return o.approvedAgain(o.must(o.Submit(ctx, sitetest.By("ann", o.accepted(d)))))
			}
			theirs := approved(corrected, tt.theirs)
			ours := approved(before, tt.ours)
			slow := &meanwhile{Store: o.db, do: func() {
				if _, err := o.Publish(ctx, sitetest.By("bob", theirs), nil); err != nil {
					t.Fatal(err)
				}
			}}
			service := publish.NewService(publish.ServiceOptions{Store: slow, Now: o.clock})
			_, err := service.Publish(ctx, sitetest.By("bob", ours), nil)
			if tt.want == "" {
				if err != nil {
					t.Fatal(err)
				}
				return
			}
			if !errors.Is(err, report.ErrConflict) || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want a conflict with %q", err, tt.want)
			}
			if r, err := o.archive().Revision(before); err != nil || r.Number != 1 {
				t.Errorf("revision %d is public, %v", r.Number, err)
			}
			if d := o.must(o.Draft(ctx, ours.ID)); d.State != publish.DraftApproved {
				t.Errorf("the draft is %s", d.State)
			}
		})
	}
}
