package translog_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lerr/internal/report"
	"lerr/internal/translog"
)

func replay(t testing.TB, entries []translog.Entry) translog.State {
	t.Helper()
	state, err := translog.Replay(entries)
	if err != nil {
		t.Fatal(err)
	}
	return state
}

func TestReplay_GivesThePublicState(t *testing.T) {
	e := shownEditions()
	revision := func(i, number int, index int64, r report.Revision, files map[string][]string) translog.Revision {
		r.Edition, r.Number, r.Digest = report.Edition{Period: e[i].Period}, number, e[i].Digest()
		r.PublishedAt = at.Add(time.Duration(i) * time.Hour)
		return translog.Revision{Revision: r, Index: index, Files: files}
	}
	none := map[string][]string{}
	want := translog.State{
		Regions:   []report.Region{{Slug: "oceania", Name: "Oceania"}, {Slug: "europe", Name: "Europe"}},
		Countries: []report.Country{{Code: "AU", Name: "Australia", Region: "oceania"}, {Code: "TR", Name: "Türkiye", Region: "europe", Spellings: []string{"Turkey"}}},
		Revisions: []translog.Revision{
			revision(0, 1, 2, report.Revision{State: report.Superseded}, none),
			revision(2, 2, 4, report.Revision{State: report.Published, Note: "A row <was> \"missing\" & more.\u2028"}, none),
			revision(1, 1, 3, report.Revision{State: report.Withdrawn, Direct: true, WithdrawalNotice: "Being\nchecked.", WithdrawnAt: at.Add(90 * time.Minute)},
				map[string][]string{"csv": {sum("csv")}, "xlsx": {sum("xlsx"), sum("other xlsx")}}),
			revision(4, 2, 7, report.Revision{State: report.Published, Again: true}, none),
			revision(3, 1, 6, report.Revision{State: report.Published}, none),
		},
		Version: "1.0.0", TextsHash: sum("texts"), Lost: translog.Numbers{half(2019, 1): 4, half(2019, 2): 1},
	}
	got := replay(t, history())
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("state (-want +got):\n%s", diff)
	}
	// Entries that are read back give the same state.
	again, err := translog.New(newLog(t, history()...).Leaves())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, replay(t, again.Entries())); diff != "" {
		t.Errorf("state from bytes (-want +got):\n%s", diff)
	}
	if r, ok := got.Revision(half(2018, 2), 1); !ok || r.Index != 3 {
		t.Errorf("2018-H2 revision 1 is %v, %t", r, ok)
	}
	if r, ok := got.Revision(half(2018, 2), 3); ok {
		t.Errorf("2018-H2 revision 3 is %v", r)
	}
}

// A withdrawal marks every revision of its period that is not withdrawn, and leaves the notices of earlier ones; so does a
// correction of its notice.
func TestReplay_WithdrawsAsTheStoreDoes(t *testing.T) {
	entries := append(history(),
		translog.Entry{Kind: translog.Withdrawal, Period: half(2018, 1), At: at, Notice: "Wrong."},
		translog.Entry{Kind: translog.Withdrawal, Period: half(2018, 2), At: at, Notice: "Wrong too."},
		translog.Entry{Kind: translog.Notice, Period: half(2018, 2), At: at, Notice: "Corrected."},
	)
	want := []string{"2018-H1 1 withdrawn Wrong.", "2018-H1 2 withdrawn Wrong.", "2018-H2 1 withdrawn Being\nchecked.", "2018-H2 2 withdrawn Corrected.", "2019-H1 1 published "}
	var got []string
	for _, r := range replay(t, entries).Revisions {
		got = append(got, fmt.Sprintf("%s %d %s %s", r.Edition.Period, r.Number, r.State, r.WithdrawalNotice))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("revisions (-want +got):\n%s", diff)
	}
}

// The numbers of revisions that a restore lost are not used again, and a later loss does not free them.
func TestReplay_UsesNoLostNumberAgain(t *testing.T) {
	next := func(number int) []translog.Entry {
		return append(history(), translog.Entry{Kind: translog.Loss, At: at, Size: 13, Root: sum(""), Events: 1, Numbers: map[string]int{"2019-H1": 2}},
			translog.Entry{Kind: translog.Publication, Period: half(2019, 1), Number: number, At: at, Digest: sum("d")})
	}
	for number := range 7 {
		if _, err := translog.Replay(next(number)); (err == nil) != (number == 5) {
			t.Errorf("revision %d follows 1 and the lost ones to 4: %v", number, err)
		}
	}
}

func TestRevision_HasFiles(t *testing.T) {
	r, _ := replay(t, history()).Revision(half(2018, 2), 1)
	for name, c := range map[string]struct {
		files map[string]string
		want  bool
	}{
		"none": {nil, true}, "the first": {map[string]string{"csv": sum("csv"), "xlsx": sum("xlsx")}, true},
		"a later one": {map[string]string{"xlsx": sum("other xlsx")}, true}, "one that is not": {map[string]string{"csv": sum("csv"), "xlsx": sum("csv")}, false},
		"another format": {map[string]string{"json": sum("csv")}, false},
	} {
		if got := r.HasFiles(c.files); got != c.want {
			t.Errorf("%s: got %t", name, got)
		}
	}
}

func TestReplay_RefusesEntriesThatCannotFollow(t *testing.T) {
	publication := func(p report.Period, number int, again bool) translog.Entry {
		return translog.Entry{Kind: translog.Publication, Period: p, Number: number, At: at, Digest: sum("d"), Again: again}
	}
	country := func(code, name, region string) translog.Entry {
		return translog.Entry{Kind: translog.Places, Countries: []report.Country{{Code: code, Name: name, Region: region}}}
	}
	withdrawal := translog.Entry{Kind: translog.Withdrawal, Period: half(2019, 1), At: at, Notice: "n"}
	for name, next := range map[string][]translog.Entry{
		"a number twice":                    {publication(half(2019, 1), 1, false)},
		"an earlier number":                 {publication(half(2018, 1), 1, false)},
		"a number left out":                 {publication(half(2018, 1), 4, false)},
		"a first number of 2":               {publication(half(2020, 1), 2, false)},
		"again without a withdrawal":        {publication(half(2018, 1), 3, true)},
		"a first one again":                 {publication(half(2020, 1), 1, true)},
		"not again after a withdrawal":      {withdrawal, publication(half(2019, 1), 5, false)},
		"a notice on what is public":        {{Kind: translog.Notice, Period: half(2018, 1), At: at, Notice: "n"}},
		"a notice on nothing":               {{Kind: translog.Notice, Period: half(2019, 2), At: at, Notice: "n"}},
		"a withdrawal of nothing":           {{Kind: translog.Withdrawal, Period: half(2019, 2), At: at, Notice: "n"}},
		"a second withdrawal":               {withdrawal, withdrawal},
		"files of no revision":              {{Kind: translog.Files, Period: half(2019, 1), Number: 2, Files: map[string]string{"csv": sum("")}}},
		"a country removed that is not":     {{Kind: translog.Places, Removed: []string{"FR"}}},
		"a country removed twice":           {{Kind: translog.Places, Removed: []string{"AU", "AU"}}},
		"a country removed and changed":     {{Kind: translog.Places, Removed: []string{"AU"}, Countries: []report.Country{{Code: "AU", Name: "A", Region: "oceania"}}}},
		"a country changed twice":           {{Kind: translog.Places, Countries: []report.Country{{Code: "DE", Name: "A", Region: "europe"}, {Code: "DE", Name: "B", Region: "europe"}}}},
		"a country of no region":            {country("DE", "Germany", "asia")},
		"a name of another country":         {country("DE", "Turkey", "europe")},
		"a code that is none":               {country("de", "Germany", "europe")},
		"a region removed with a country":   {{Kind: translog.Places, Regions: []report.Region{{Slug: "europe", Name: "Europe"}}}},
		"an entry whose kind is not known":  {{Kind: "secret"}},
		"a name that is wrong for a moment": {country("DE", "Turkey", "europe"), country("DE", "Germany", "europe")},
	} {
		state, err := translog.Replay(append(history(), next...))
		last := fmt.Sprintf("entry %d,", len(history())+len(next)-1)
		if name == "a name that is wrong for a moment" {
			last = fmt.Sprintf("entry %d,", len(history()))
		}
		if !errors.Is(err, report.ErrInvalid) || state.Revisions != nil || !strings.Contains(err.Error(), last) {
			t.Errorf("%s: %v, want ErrInvalid with the number of the %s", name, err, last)
		}
	}
}

// Any two neighbours of different meaning that change places make another root, and most make another state or none.
func TestReplay_OfReorderedEntriesIsAnotherLog(t *testing.T) {
	log := newLog(t, history()...)
	for i := range history()[1:] {
		entries := history()
		entries[i], entries[i+1] = entries[i+1], entries[i]
		if newLog(t, entries...).Root() == log.Root() {
			t.Errorf("entries %d and %d changed places, and the root is the same", i, i+1)
		}
	}
	entries := history()
	slices.Reverse(entries)
	if _, err := translog.Replay(entries); !errors.Is(err, report.ErrInvalid) {
		t.Errorf("from last to first: %v, want ErrInvalid", err)
	}
}

// Each byte of an entry matters: with one flipped it is no entry, or the tree has another root.
func TestLog_HasAnotherRootForAFlippedBit(t *testing.T) {
	log := newLog(t, history()...)
	for i, leaf := range log.Leaves() {
		for j := range leaf {
			leaves := log.Leaves()
			leaves[i] = slices.Clone(leaf)
			leaves[i][j] ^= 1
			if other, err := translog.New(leaves); err == nil && other.Root() == log.Root() {
				t.Fatalf("byte %d of entry %d is flipped, and the root is the same", j, i)
			} else if err != nil && !errors.Is(err, report.ErrInvalid) {
				t.Fatalf("byte %d of entry %d: %v", j, i, err)
			}
		}
	}
}

func TestState_Differences(t *testing.T) {
	state := replay(t, history())
	stored := func() (regions []report.Region, countries []report.Country, revisions []report.Revision) {
		fresh := replay(t, history())
		for _, r := range fresh.Revisions {
			revisions = append(revisions, r.Revision)
		}
		return fresh.Regions, fresh.Countries, revisions
	}
	regions, countries, revisions := stored()
	slices.Reverse(countries) // whose order is that of their names, on pages
	slices.Reverse(revisions)
	if got := state.Differences(regions, countries, revisions); got != nil {
		t.Errorf("nothing was changed: %q", got)
	}
	type content struct {
		regions   []report.Region
		countries []report.Country
		revisions []report.Revision
	}
	for name, c := range map[string]struct {
		change func(*content)
		want   string
	}{
		"order":         {func(c *content) { slices.Reverse(c.regions) }, `Regions: the log has the order ["oceania" "europe"], the database has ["europe" "oceania"].`},
		"region":        {func(c *content) { c.regions = c.regions[:1] }, `Regions: the log has the order ["oceania" "europe"], the database has ["oceania"].`},
		"region name":   {func(c *content) { c.regions[1].Name = "E" }, `Region europe: the log has the name "Europe", the database has "E".`},
		"name":          {func(c *content) { c.countries[1].Name = "Turkey" }, `Country TR: the log has the name "Türkiye", the database has "Turkey".`},
		"in region":     {func(c *content) { c.countries[1].Region = "oceania" }, `Country TR: the log has the region "europe", the database has "oceania".`},
		"spellings":     {func(c *content) { c.countries[1].Spellings = []string{"Turkey", "Turquie"} }, `Country TR: the log has the spellings ["Turkey"], the database has ["Turkey" "Turquie"].`},
		"no country":    {func(c *content) { c.countries = c.countries[1:] }, `Country AU, "Australia", is in the log and not in the database.`},
		"country more":  {func(c *content) { c.countries = append(c.countries, report.Country{Code: "FR", Name: "France"}) }, `Country FR, "France", is in the database and not in the log.`},
		"country twice": {func(c *content) { c.countries = append(c.countries, c.countries[0]) }, `Country AU is in the database twice.`},
		"state":         {func(c *content) { c.revisions[0].State = report.Published }, `2018-H1 revision 1: the log has the state "superseded", the database has "published".`},
		"published at":  {func(c *content) { c.revisions[0].PublishedAt = at.Add(time.Microsecond) }, `2018-H1 revision 1: the log has the time of publication "2026-11-24T12:00:00.123456Z", the database has "2026-11-24T12:00:00.123457Z".`},
		"note":          {func(c *content) { c.revisions[0].Note = "n" }, `2018-H1 revision 1: the log has the note "", the database has "n".`},
		"digest":        {func(c *content) { c.revisions[2].Digest = "d" }, `2018-H2 revision 1: the log has the digest "` + state.Revisions[2].Digest + `", the database has "d".`},
		"again":         {func(c *content) { c.revisions[3].Again = false }, `2018-H2 revision 2: the log has the mark of a period published again "true", the database has "false".`},
		"direct":        {func(c *content) { c.revisions[3].Direct = true }, `2018-H2 revision 2: the log has the mark of a direct publication "false", the database has "true".`},
		"notice":        {func(c *content) { c.revisions[2].WithdrawalNotice = "" }, `2018-H2 revision 1: the log has the notice of withdrawal "Being\nchecked.", the database has "".`},
		"withdrawn at":  {func(c *content) { c.revisions[2].WithdrawnAt = time.Time{} }, `2018-H2 revision 1: the log has the time of withdrawal "2026-11-24T13:30:00.123456Z", the database has "".`},
		"no revision":   {func(c *content) { c.revisions = c.revisions[1:] }, `2018-H1 revision 1 is in the log and not in the database.`},
		"revision more": {func(c *content) {
			c.revisions = append(c.revisions, report.Revision{Edition: edition(half(2019, 2), 1), Number: 1})
		}, `2019-H2 revision 1 is in the database and not in the log.`},
		"revision twice": {func(c *content) { c.revisions = append(c.revisions, c.revisions[0]) }, `2018-H1 revision 1 is in the database twice.`},
	} {
		var content content
		content.regions, content.countries, content.revisions = stored()
		c.change(&content)
		if got := state.Differences(content.regions, content.countries, content.revisions); !slices.Equal(got, []string{c.want}) {
			t.Errorf("%s: got %q\nwant %q", name, got, c.want)
		}
	}
	if got := (translog.State{}).Differences(nil, nil, nil); got != nil {
		t.Errorf("two empty sides: %q", got)
	}
}

// BenchmarkReplay replays a log whose list of places is long and changes often.
func BenchmarkReplay(b *testing.B) {
	first := translog.Entry{Kind: translog.Places, Regions: []report.Region{{Slug: "a", Name: "A"}}}
	for i := range 200 {
		code := string([]byte{byte('A' + i/26), byte('A' + i%26)})
		first.Countries = append(first.Countries, report.Country{Code: code, Name: "Country " + code, Region: "a", Spellings: []string{"Land " + code}})
	}
	entries := []translog.Entry{first}
	for i := range 5000 {
		e := translog.Entry{Kind: translog.Publication, Period: half(2000+i%50, 1), Number: 1 + i/50, At: at, Digest: sum("d")}
		if i%100 == 0 {
			entries = append(entries, translog.Entry{Kind: translog.Places, Countries: []report.Country{{Code: "AB", Name: fmt.Sprint("Name ", i), Region: "a"}}})
		}
		entries = append(entries, e)
	}
	for b.Loop() {
		if _, err := translog.Replay(entries); err != nil {
			b.Fatal(err)
		}
	}
}
