package publish_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/sitetest"
)

// corrected is the period that the tests of places correct.
var corrected = report.Period{Year: 2018, Half: 2}

// correction is a correction of a published period with its public note, which changes nothing yet.
func (o *office) correction(t *testing.T) publish.Draft {
	t.Helper()
	d := o.must(o.Correct(t.Context(), "ann", corrected))
	return o.must(o.SetPublicNote(t.Context(), sitetest.By("ann", d), "A place was called otherwise."))
}

// release takes a draft from ann's desk to the public.
func (o *office) release(d publish.Draft) (report.Revision, error) {
	o.t.Helper()
	d = o.approvedAgain(o.must(o.Submit(o.t.Context(), sitetest.By("ann", o.accepted(d)))))
	return o.Publish(o.t.Context(), sitetest.By("bob", d), nil)
}

func (o *office) country(code string) report.Country {
	o.t.Helper()
	c, _ := o.archive().Places().Country(code)
	return c
}

var laos = report.Country{Code: "LA", Name: "Laos", Region: "asia-pacific"}

func TestPlaces_ArePublicWithTheirDraftAndNeverBefore(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	d := o.correction(t)
	before := o.archive().Fingerprint()
	d = o.must(o.SetCountry(ctx, sitetest.By("ann", d), report.Country{Code: "la", Name: " Laos ", Region: "asia-pacific"}))
	d = o.must(o.AddSpelling(ctx, sitetest.By("ann", d), "LA", "Lao PDR"))
	d = o.must(o.AddSpelling(ctx, sitetest.By("ann", d), "DE", "Deutschland"))
	d = o.must(o.SetCountry(ctx, sitetest.By("ann", d), report.Country{Code: "TR", Name: "Türkiye", Region: o.country("TR").Region}))
	d = o.must(o.RemovePlace(ctx, sitetest.By("ann", d), "KR", "Korea"))
	if len(d.Places) != 4 {
		t.Fatalf("got %d changes of places, want 4: %+v", len(d.Places), d.Places)
	}
	d = o.accepted(d)
	d = o.approvedAgain(o.must(o.Submit(ctx, sitetest.By("ann", d))))
	if o.archive().Fingerprint() != before {
		t.Error("something is public before the draft")
	}
	if _, err := o.Publish(ctx, sitetest.By("bob", d), nil); err != nil {
		t.Fatal(err)
	}
	for code, want := range map[string]report.Country{
		"LA": {Code: "LA", Name: "Laos", Region: "asia-pacific", Spellings: []string{"Lao PDR"}},
		"TR": {Code: "TR", Name: "Türkiye", Region: o.country("TR").Region, Spellings: []string{"Turkey"}},
	} {
		if got := o.country(code); got.Name != want.Name || got.Region != want.Region || !slices.Equal(got.Spellings, want.Spellings) {
			t.Errorf("%s: got %+v, want %+v", code, got, want)
		}
	}
	if !slices.Contains(o.country("DE").Spellings, "Deutschland") || slices.Contains(o.country("KR").Spellings, "Korea") {
		t.Errorf("spellings: %v, %v", o.country("DE").Spellings, o.country("KR").Spellings)
	}
	events, err := o.Events(ctx)
	if err != nil || events[len(events)-1].Action != "publish place" || !strings.Contains(events[len(events)-1].Text, "Türkiye") {
		t.Errorf("the audit log ends with %+v, %v", events[len(events)-1], err)
	}
}

func TestPlaces_CanBeTakenBackBeforeTheDraftIsPublic(t *testing.T) {
	o := newOffice(t)
	d := o.must(o.SetCountry(t.Context(), sitetest.By("ann", o.correction(t)), laos))
	d = o.must(o.ForgetPlace(t.Context(), sitetest.By("ann", d), "LA"))
	if len(d.Places) != 0 || !has(o.problems(d), publish.CodeNothingChanged, "", "") {
		t.Errorf("got %+v", d.Places)
	}
	d = o.must(o.SetCountry(t.Context(), sitetest.By("ann", d), laos))
	if d = o.must(o.RemovePlace(t.Context(), sitetest.By("ann", d), "LA", "")); len(d.Places) != 0 {
		t.Errorf("a new country that is removed is still a change: %+v", d.Places)
	}
}

func TestPlaces_AreReadInTheDraftThatAddsThem(t *testing.T) {
	o := newOffice(t)
	content := []byte(strings.Replace(string(file(t, "2019-H2.csv")), ",Germany,", ",Alemania,", 1))
	d := o.must(o.Upload(t.Context(), "ann", "a.csv", content, next))
	rows := len(d.Edition.Headline().Rows)
	d = o.must(o.AddSpelling(t.Context(), sitetest.By("ann", d), "DE", "Alemania"))
	d = o.must(o.Replace(t.Context(), sitetest.By("ann", d), "a.csv", content))
	if got := len(d.Edition.Headline().Rows); got != rows+1 {
		t.Errorf("got %d rows, want one more than %d", got, rows)
	}
	again := o.must(o.Upload(t.Context(), "eva", "a.csv", content, next))
	if got := len(again.Edition.Headline().Rows); got != rows {
		t.Errorf("another draft reads a spelling that is not public: %d rows, want %d", got, rows)
	}
}

func TestPlaces_WithRowsStay(t *testing.T) {
	o := newOffice(t)
	_, err := o.RemovePlace(t.Context(), sitetest.By("ann", o.correction(t)), "DE", "")
	if !errors.Is(err, report.ErrInvalid) || !strings.Contains(err.Error(), "2019 (Jan-Jun)") {
		t.Errorf("got %v, want what has rows of it", err)
	}
}

func TestPlaces_AreRemovedByACorrection(t *testing.T) {
	o := newOffice(t)
	if _, err := o.release(o.must(o.SetCountry(t.Context(), sitetest.By("ann", o.correction(t)), laos))); err != nil {
		t.Fatal(err)
	}
	if _, err := o.release(o.must(o.RemovePlace(t.Context(), sitetest.By("ann", o.correction(t)), "LA", ""))); err != nil {
		t.Fatal(err)
	}
	if c := o.country("LA"); c.Code != "" {
		t.Errorf("it is still there: %+v", c)
	}
	if _, err := o.release(o.must(o.SetCountry(t.Context(), sitetest.By("ann", o.correction(t)), laos))); err != nil || o.country("LA").Name != "Laos" {
		t.Errorf("it cannot come back: %+v, %v", o.country("LA"), err)
	}
}

// Two drafts that change places: spellings are merged, and nothing else of the first is undone.
func TestPlaces_OfTwoDraftsUndoNothing(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	scheduled := func(change func(publish.Draft) (publish.Draft, error)) publish.Draft {
		d := o.must(change(o.must(o.Upload(ctx, "ann", "2019-H2.xlsx", file(t, "2019-H2.xlsx"), next))))
		return d
	}
	spelling := scheduled(func(d publish.Draft) (publish.Draft, error) {
		return o.AddSpelling(ctx, sitetest.By("ann", d), "DE", "Allemagne")
	})
	rename := scheduled(func(d publish.Draft) (publish.Draft, error) {
		return o.SetCountry(ctx, sitetest.By("ann", d), report.Country{Code: "TR", Name: "Republic of Turkey", Region: o.country("TR").Region})
	})
	d := o.must(o.AddSpelling(ctx, sitetest.By("ann", o.correction(t)), "DE", "Deutschland"))
	d = o.must(o.SetCountry(ctx, sitetest.By("ann", d), report.Country{Code: "TR", Name: "Türkiye", Region: o.country("TR").Region}))
	if _, err := o.release(d); err != nil {
		t.Fatal(err)
	}
	if got := o.problems(spelling); has(got, publish.CodeBase, "", "") {
		t.Errorf("a further spelling is refused: %v", got)
	}
	next, _ := publish.WithPlaces(spelling, o.archive()).Places().Country("DE")
	if !slices.Contains(next.Spellings, "Deutschland") || !slices.Contains(next.Spellings, "Allemagne") {
		t.Errorf("got the spellings %v", next.Spellings)
	}
	if got := o.problems(rename); !has(got, publish.CodeBase, "", "") {
		t.Errorf("another name would undo the first: %v", got)
	}
}

// The names of a draft's countries stand in its files, so that another name in the meantime is told.
func TestRelease_RefusesFilesWithOtherNames(t *testing.T) {
	o := newOffice(t)
	d := o.approved()
	d = o.must(o.Schedule(t.Context(), sitetest.By("bob", d), o.now.Add(time.Hour), "UTC"))
	rename := o.must(o.SetCountry(t.Context(), sitetest.By("ann", o.correction(t)), report.Country{Code: "TR", Name: "Türkiye", Region: o.country("TR").Region}))
	if _, err := o.release(rename); err != nil {
		t.Fatal(err)
	}
	if _, err := o.Publish(t.Context(), sitetest.By("bob", d), nil); !errors.Is(err, report.ErrConflict) || !strings.Contains(err.Error(), "another name") {
		t.Errorf("got %v, want that a name has changed", err)
	}
}
