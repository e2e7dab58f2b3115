package report_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lerr/internal/report"
)

// noon is a moment; tests never ask for the real one.
var noon = time.Date(2026, time.November, 24, 12, 0, 0, 0, time.UTC)

// revision is the first revision of a period, published some hours after noon.
func revision(t *testing.T, text string, hours int) report.Revision {
	e := edition()
	e.Period = period(t, text)
	return report.Revision{
		Edition: e, Number: 1, State: report.Published, PublishedAt: noon.Add(time.Duration(hours) * time.Hour), Digest: e.Digest(),
	}
}

// archive is an archive that must be one.
func archive(t *testing.T, revisions ...report.Revision) *report.Archive {
	t.Helper()
	a, err := report.NewArchive(places(t), revisions)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestArchive_IsNewestFirst(t *testing.T) {
	a := archive(t, revision(t, "2018-H2", 3), revision(t, "2019-H1", 1), revision(t, "2018-H1", 2))
	want := []report.Period{{Year: 2019, Half: 1}, {Year: 2018, Half: 2}, {Year: 2018, Half: 1}}
	if diff := cmp.Diff(want, a.Periods()); diff != "" {
		t.Errorf("periods (-want +got)\n%s", diff)
	}
	for i, r := range a.Revisions() {
		if got := r.Edition.Period; got != want[i] {
			t.Errorf("revision %d: got %s, want %s", i, got, want[i])
		}
	}
	if got := a.NewestPublished(); got != want[0] {
		t.Errorf("newest: got %s, want %s", got, want[0])
	}
	if got, want := a.UpdatedAt(), noon.Add(3*time.Hour); !got.Equal(want) {
		t.Errorf("updated: got %v, want %v, when 2018-H2 was published", got, want)
	}
	if got, want := len(a.Places().Countries()), len(countries()); got != want {
		t.Errorf("got %d countries, want %d", got, want)
	}
}

func TestArchive_CanBeEmpty(t *testing.T) {
	a := archive(t)
	if got := a.NewestPublished(); !got.IsZero() {
		t.Errorf("newest: got %s, want none", got)
	}
	if got := a.UpdatedAt(); !got.IsZero() {
		t.Errorf("updated: got %v, want the zero time", got)
	}
	if len(a.Periods()) != 0 || len(a.Revisions()) != 0 {
		t.Errorf("got periods %v and revisions %v, want none", a.Periods(), a.Revisions())
	}
}

// inState is a later state of a revision: its number and state, without figures when withdrawn.
func inState(r report.Revision, number int, state report.RevisionState) report.Revision {
	r.Number, r.State = number, state
	if state == report.Withdrawn {
		r.Edition, r.WithdrawalNotice, r.WithdrawnAt = report.Edition{Period: r.Edition.Period}, "Withdrawn.", noon.Add(9*time.Hour)
	}
	return r
}

func TestNewArchive_RefusesRevisionsThatCannotBe(t *testing.T) {
	r := revision(t, "2019-H1", 1)
	full := inState(r, 2, report.Superseded)
	full.State = report.Withdrawn
	for _, tt := range []struct {
		name      string
		revisions []report.Revision
	}{
		{"one twice", []report.Revision{r, revision(t, "2018-H2", 1), r}},
		{"a number twice", []report.Revision{r, inState(r, 1, report.Superseded)}},
		{"two published ones of a period", []report.Revision{r, inState(r, 2, report.Published)}},
		{"a withdrawn one with its figures", []report.Revision{r, full}},
		{"one of no state", []report.Revision{inState(r, 1, "")}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := report.NewArchive(places(t), tt.revisions); !errors.Is(err, report.ErrInvalid) {
				t.Errorf("got error %v, want ErrInvalid", err)
			}
		})
	}
}

func TestArchive_ShowsWhatIsPublishedAndKeepsTheRest(t *testing.T) {
	r, gone := revision(t, "2018-H2", 1), revision(t, "2019-H1", 2)
	a := archive(t, inState(r, 1, report.Superseded), inState(r, 2, report.Published), inState(gone, 1, report.Withdrawn))
	if diff := cmp.Diff([]report.Period{r.Edition.Period}, a.Periods()); diff != "" {
		t.Errorf("periods (-want +got)\n%s", diff)
	}
	if _, err := a.Revision(gone.Edition.Period); !errors.Is(err, report.ErrNotFound) {
		t.Errorf("a withdrawn period: got error %v, want ErrNotFound", err)
	}
	if got, err := a.Revision(r.Edition.Period); err != nil || got.Number != 2 {
		t.Errorf("a corrected period: got revision %d, %v, want 2", got.Number, err)
	}
	if got, want := len(a.History()), 3; got != want {
		t.Errorf("history: got %d revisions, want %d", got, want)
	}
	if got, want := a.UpdatedAt(), noon.Add(9*time.Hour); !got.Equal(want) {
		t.Errorf("updated: got %v, want %v, when 2019-H1 was withdrawn", got, want)
	}
}

func TestArchive_IsNotChangedFromOutside(t *testing.T) {
	given := []report.Revision{revision(t, "2018-H2", 1), revision(t, "2019-H1", 1)}
	a := archive(t, given...)
	given[0], given[1] = report.Revision{}, report.Revision{}
	a.Revisions()[0], a.History()[0], a.Periods()[0] = report.Revision{}, report.Revision{}, report.Period{}
	want := []report.Period{{Year: 2019, Half: 1}, {Year: 2018, Half: 2}}
	if diff := cmp.Diff(want, a.Periods()); diff != "" {
		t.Errorf("periods (-want +got)\n%s", diff)
	}
	for i, r := range a.History() {
		if r.Edition.Period != want[i] {
			t.Errorf("history: got %s, want %s", r.Edition.Period, want[i])
		}
	}
}

func TestRevision_IsFoundByPeriod(t *testing.T) {
	want := revision(t, "2018-H2", 1)
	a := archive(t, want, revision(t, "2019-H1", 1))
	got, err := a.Revision(period(t, "2018-H2"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	for _, text := range []string{"2018-H1", "2019-H2", "2020-H1"} {
		if got, err := a.Revision(period(t, text)); !errors.Is(err, report.ErrNotFound) || got.Number != 0 {
			t.Errorf("%s: got %v, %v, want ErrNotFound", text, got, err)
		}
	}
}

func TestCorrections_AreWhatChangedLastFirst(t *testing.T) {
	first, corrected, earlier := revision(t, "2018-H1", 0), revision(t, "2018-H1", 5), revision(t, "2019-H1", 3)
	first.State, corrected.Number = report.Superseded, 2
	earlier.Number = 2
	withdrawn := report.Revision{
		Edition: report.Edition{Period: period(t, "2018-H2")}, Number: 1, State: report.Withdrawn, PublishedAt: noon, WithdrawnAt: noon.Add(9 * time.Hour),
	}
	var got []string
	for _, r := range archive(t, first, corrected, earlier, withdrawn, revision(t, "2017-H1", 7)).Corrections() {
		got = append(got, r.Edition.Period.String())
	}
	if diff := cmp.Diff([]string{"2018-H2", "2018-H1", "2019-H1"}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
