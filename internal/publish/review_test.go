package publish_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/sitetest"
)

// everything is an edition that has something in each of its fields.
func everything() report.Edition {
	row := func(code string, n int) report.Row {
		return report.Row{Country: code, Note: "A note on " + code + ".", Counts: report.Counts{Requests: n + 10, Accounts: n + 14, Content: n + 1, NonContent: n + 2, NoData: n + 3, Rejected: n + 4}}
	}
	e := report.Edition{
		Period: next, Note: "A note on the half-year.",
		Figures: []report.SingleFigure{{Name: report.ConsumerWarrants, Value: 1107}, {Name: report.USEnterpriseDemands, Value: 1041}},
		Answers: []report.Answer{{Question: "cloud-act", Body: "In {period}, {consumer_warrants} warrants."}, {Question: "encryption-keys", Body: "Never."}},
		Names:   []report.CountryName{{Country: "CZ", Name: "Czechia"}, {Country: "TR", Name: "Türkiye"}},
	}
	for i, s := range []report.Section{report.Criminal, report.Civil} {
		t := report.Table{
			Section: s, Note: "A note on " + string(s) + ".", Rows: []report.Row{row("DE", 100*i+20), row("FR", 100*i+50)}, Unit: report.Units()[i],
			Stated: report.CountsOf([6]int{7001 + i, 7011 + i, 7021 + i, 7031 + i, 7041 + i, 7051 + i}),
		}
		t.Rows[1].Counts.Rejected, t.Rows[1].Counts.NotGiven = 0, report.ColumnsOf(5)
		e.Tables = append(e.Tables, t)
	}
	e.Sort()
	return e
}

// leaf is a field of a value, however deep.
type leaf struct {
	path string
	at   reflect.Value
}

// leaves returns every string, number and flag that can be reached from a value, with its path.
func leaves(path string, v reflect.Value) (all []leaf) {
	switch v.Kind() {
	case reflect.Struct:
		if _, ok := v.Interface().(time.Time); ok {
			return nil
		}
		for i := range v.NumField() {
			all = append(all, leaves(path+"."+v.Type().Field(i).Name, v.Field(i))...)
		}
	case reflect.Slice:
		for i := range v.Len() {
			all = append(all, leaves(fmt.Sprintf("%s[%d]", path, i), v.Index(i))...)
		}
	case reflect.Map, reflect.Pointer:
	default:
		all = append(all, leaf{path, v})
	}
	return all
}

// change changes a leaf and returns how it was and is, as texts.
func change(v reflect.Value) (was, is string) {
	was = fmt.Sprint(v.Interface())
	switch v.Kind() {
	case reflect.String:
		if v.Type() == reflect.TypeFor[report.Unit]() {
			other := map[string]string{"requests": "accounts", "accounts": "requests"}
			v.SetString(other[v.String()])
		} else {
			v.SetString(v.String() + "x")
		}
	case reflect.Bool:
		v.SetBool(!v.Bool())
	case reflect.Uint8:
		v.SetUint(v.Uint() ^ 1)
	default:
		v.SetInt(v.Int() + 1)
		return report.Grouped(int(v.Int() - 1)), report.Grouped(int(v.Int()))
	}
	return was, fmt.Sprint(v.Interface())
}

// fullCorrection is a published edition with something in each field, and a draft that corrects it and changes
// places.
func fullCorrection(t *testing.T) (*report.Archive, publish.Draft) {
	t.Helper()
	published := everything()
	archive, err := sitetest.Archive(t).With(report.Revision{
		Edition: published, Number: 1, State: report.Published, PublishedAt: sitetest.Now, Digest: published.Digest(),
	})
	if err != nil {
		t.Fatal(err)
	}
	places := archive.ListedPlaces()
	korea, _ := places.Country("KR")
	renamed := korea
	renamed.Name, renamed.Spellings = "Republic of Korea", append(slices.Clone(korea.Spellings), korea.Name)
	return archive, publish.Draft{
		Corrects: 1, Base: 1, Edition: everything(), Note: "What was wrong.",
		Places: []publish.PlaceEdit{{Before: korea, After: renamed}, {After: laos}},
		Files:  map[string]string{"xlsx": "f00d", "csv": "beef", "json": "cafe"}, Names: "abad1dea",
	}
}

func questions(t *testing.T) []report.Question { return sitetest.Shipped(t).Site.FAQ }

// copyOf returns a draft that shares no memory with another.
func copyOf(d publish.Draft) publish.Draft {
	d.Edition = d.Edition.Clone()
	d.Places = slices.Clone(d.Places)
	for i := range d.Places {
		d.Places[i].Before.Spellings = slices.Clone(d.Places[i].Before.Spellings)
		d.Places[i].After.Spellings = slices.Clone(d.Places[i].After.Spellings)
	}
	return d
}

// Nothing that an approval binds is missing from the review: whatever changes the digest changes a line. The test
// reaches each field of a draft by itself, so a new field cannot be forgotten.
func TestReview_HasAllThatTheDigestBinds(t *testing.T) {
	archive, draft := fullCorrection(t)
	lines := func(d publish.Draft) string {
		return fmt.Sprint(publish.NewReview(d, archive, nil, nil).Lines) // without answers as they are read, which follow
	}
	digest, before := draft.ContentDigest(), lines(draft)
	bound := 0
	scratch := copyOf(draft)
	for i := range leaves("", reflect.ValueOf(&scratch).Elem()) {
		d := copyOf(draft)
		l := leaves("", reflect.ValueOf(&d).Elem())[i]
		was, is := change(l.at)
		if d.ContentDigest() == digest {
			continue
		}
		bound++
		if lines(d) == before {
			t.Errorf("%s: %q became %q, which the approval binds and the review does not show", l.path, was, is)
		}
	}
	if bound < 80 {
		t.Errorf("the digest binds %d fields of the draft, want all of its edition, places and note", bound)
	}
	for _, format := range []string{"xlsx", "csv", "json"} {
		d := copyOf(draft)
		d.Files = map[string]string{"xlsx": "f00d", "csv": "beef", "json": "cafe", format: "other"}
		if lines(d) == before {
			t.Errorf("the review does not show the fingerprint of the file in %s", format)
		}
	}
}

// Each changed field of an edition stands in the review as it was and as it will be, and nothing else does as changed
// but what follows from it.
func TestReview_HasEachChangeOldAndNew(t *testing.T) {
	archive, draft := fullCorrection(t)
	draft.Places, draft.Files, draft.Names, draft.Note = nil, nil, "", ""
	if got := differing(publish.NewReview(draft, archive, questions(t), nil)); len(got) != 1 || got[0].Name != publish.ItemCorrects {
		t.Fatalf("a correction that changes nothing has %v", got)
	}
	scratch := copyOf(draft)
	for i := range leaves("", reflect.ValueOf(&scratch.Edition).Elem()) {
		d := copyOf(draft)
		l := leaves("", reflect.ValueOf(&d.Edition).Elem())[i]
		if strings.Contains(l.path, "NotGiven") || strings.Contains(l.path, "Partial") || strings.Contains(l.path, "Period") || strings.HasSuffix(l.path, "Rows[1].Counts.Rejected") {
			continue // tried below, or no field of an edition that is checked
		}
		was, is := change(l.at)
		var before, after bool
		for _, line := range differing(publish.NewReview(d, archive, questions(t), nil)) {
			before = before || line.Old.Ok && (line.Old.Text == was || slices.Contains([]string{string(line.Section), line.Country, line.Name}, was))
			after = after || line.New.Ok && (line.New.Text == is || slices.Contains([]string{string(line.Section), line.Country, line.Name}, is))
		}
		if !before || !after {
			t.Errorf("%s: %q became %q: old %t, new %t", l.path, was, is, before, after)
		}
	}
	d := copyOf(draft)
	d.Edition.Tables[0].Rows[1].Counts.Rejected, d.Edition.Tables[0].Rows[1].Counts.NotGiven = 9, 0
	line := find(t, publish.NewReview(d, archive, questions(t), nil), publish.ItemKey{Part: publish.PartRows, Section: report.Criminal, Country: "FR", Name: "rejected"})
	if line.Old.Text != publish.NotGiven || line.New.Text != "9" {
		t.Errorf("a count that was not given: %+v", line)
	}
	reading := find(t, publish.NewReview(d, archive, questions(t), nil), publish.ItemKey{Part: publish.PartAnswers, Name: "cloud-act"})
	if reading.IsDifferent() {
		t.Errorf("the answer's own text did not change: %+v", reading)
	}
	d.Edition.Figures[0].Value = 99
	reading = find(t, publish.NewReview(d, archive, questions(t), nil), publish.ItemKey{Part: publish.PartReading, Name: "cloud-act"})
	if !strings.Contains(reading.Old.Text, "1,107 warrants") || !strings.Contains(reading.New.Text, "99 warrants") {
		t.Errorf("an answer that quotes a figure that changes: %+v", reading)
	}
}

func differing(r publish.Review) []publish.Line {
	return slices.DeleteFunc(slices.Clone(r.Lines), func(l publish.Line) bool { return !l.IsDifferent() })
}

func find(t *testing.T, r publish.Review, key publish.ItemKey) publish.Line {
	t.Helper()
	i := slices.IndexFunc(r.Lines, func(l publish.Line) bool { return l.ItemKey == key })
	if i < 0 {
		t.Fatalf("the review has no line on %+v", key)
	}
	return r.Lines[i]
}

// A first publication is compared with the half-year before, whose notes stay its own.
func TestReview_OfAFirstPublication(t *testing.T) {
	archive := sitetest.Archive(t)
	draft := publish.Draft{Edition: everything()}
	r := publish.NewReview(draft, archive, questions(t), nil)
	if got := r.Against.Edition.Period; got != next.Previous() {
		t.Errorf("it is compared with %s", got)
	}
	gone := find(t, r, publish.ItemKey{Part: publish.PartRows, Section: report.Criminal, Country: "US", Name: "requests"})
	if gone.New.Ok || !gone.Old.Ok {
		t.Errorf("a row that only the half-year before has: %+v", gone)
	}
	for _, l := range r.Of(publish.PartNotes) {
		if !l.New.Ok {
			t.Errorf("a note of the half-year before is listed as removed: %+v", l)
		}
	}
	if l := find(t, r, publish.ItemKey{Part: publish.PartAnswers, Name: "encryption-keys"}); !l.Old.Ok || l.Old.Text == "Never." {
		t.Errorf("the answer that is public now is not there: %+v", l)
	}
}

// What changed since a person looked is marked, what follows from it is not counted, and nothing is marked for
// somebody who has not looked.
func TestReview_MarksWhatChangedSinceSomebodyLooked(t *testing.T) {
	archive, draft := fullCorrection(t)
	seen := publish.Items(draft, archive, questions(t))
	d := copyOf(draft)
	d.Edition.Tables[0].Rows[0].Counts.Accounts = 96
	d.Edition.Tables[1].Note = ""
	d.Files = map[string]string{"xlsx": "other", "csv": "beef", "json": "cafe"}
	if got := publish.NewReview(d, archive, questions(t), nil).Changed(); len(got) > 0 {
		t.Errorf("somebody who has not looked has %v", got)
	}
	if got := publish.NewReview(draft, archive, questions(t), seen).Changed(); len(got) > 0 {
		t.Errorf("nothing changed, and got %v", got)
	}
	early := draft
	early.Files = nil // as before its submission
	for _, l := range publish.NewReview(draft, archive, questions(t), publish.Items(early, archive, questions(t))).Lines {
		if l.Changed {
			t.Errorf("only the files were made, and %+v is marked", l)
		}
	}
	r := publish.NewReview(d, archive, questions(t), seen)
	changed := r.Changed()
	if len(changed) != 2 {
		t.Fatalf("got %d changes, want the accounts and the note: %v", len(changed), changed)
	}
	if l := changed[0]; l.Country != "DE" || l.Seen.Text != "34" || l.New.Text != "96" || l.Name != "accounts" {
		t.Errorf("the accounts: %+v", l)
	}
	if l := changed[1]; l.Seen.Text != "A note on civil." || l.New.Ok {
		t.Errorf("the note: %+v", l)
	}
	for key, want := range map[publish.ItemKey]bool{
		{Part: publish.PartTotals, Section: report.Criminal, Name: "accounts"}: true,
		{Part: publish.PartTotals, Section: report.Criminal, Name: "requests"}: false,
		{Part: publish.PartFiles, Name: "xlsx"}:                                true,
		{Part: publish.PartFiles, Name: "csv"}:                                 false,
	} {
		if got := find(t, r, key).Changed; got != want {
			t.Errorf("%+v: changed is %t", key, got)
		}
	}
}
