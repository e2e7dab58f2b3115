package translog_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lerr/internal/report"
	"lerr/internal/translog"
)

func TestEntry_ReadsBack(t *testing.T) {
	for _, want := range history() {
		text, err := want.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		got, err := translog.ParseEntry(text)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", text, diff)
		}
	}
}

// The bytes of entries are signed for all time: no version of the program may write others.
func TestEntry_KeepsItsBytes(t *testing.T) {
	digests := shownEditions()
	want := []string{
		`{"kind":"texts","version":"1.0.0","sha256":"` + sum("texts") + `"}`,
		`{"kind":"places","regions":[{"slug":"oceania","name":"Oceania"},{"slug":"europe","name":"Europe"}],"countries":[{"code":"AU","name":"Australia","region":"oceania"},{"code":"TR","name":"Turkey","region":"europe"},{"code":"FR","name":"France","region":"europe"}]}`,
		`{"kind":"publication","period":"2018-H1","revision":1,"at":"2026-11-24T12:00:00.123456Z","digest":"` + digests[0].Digest() + `","backfilled":true}`,
		`{"kind":"publication","period":"2018-H2","revision":1,"at":"2026-11-24T13:00:00.123456Z","digest":"` + digests[1].Digest() + `","direct":true,"files":{"csv":"` + sum("csv") + `","xlsx":"` + sum("xlsx") + `"}}`,
		`{"kind":"publication","period":"2018-H1","revision":2,"at":"2026-11-24T14:00:00.123456Z","note":"A row <was> \"missing\" & more.\u2028","digest":"` + digests[2].Digest() + `"}`,
		`{"kind":"withdrawal","period":"2018-H2","at":"2026-11-24T13:30:00.123456Z","notice":"Being\nchecked."}`,
		`{"kind":"publication","period":"2019-H1","revision":1,"at":"2026-11-24T15:00:00.123456Z","digest":"` + digests[3].Digest() + `"}`,
		`{"kind":"publication","period":"2018-H2","revision":2,"at":"2026-11-24T16:00:00.123456Z","digest":"` + digests[4].Digest() + `","again":true}`,
		`{"kind":"files","period":"2018-H2","revision":1,"files":{"xlsx":"` + sum("other xlsx") + `"}}`,
		`{"kind":"places","countries":[{"code":"TR","name":"Türkiye","region":"europe","spellings":["Turkey"]}],"removed":["FR"]}`,
		`{"kind":"loss","at":"2026-11-25T12:00:00.123456Z","size":12,"root":"` + sum("root") + `","events":3,"numbers":{"2019-H1":4,"2019-H2":1}}`,
	}
	var got []string
	for _, leaf := range newLog(t, history()...).Leaves() {
		got = append(got, string(leaf))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("entries (-want +got):\n%s", diff)
	}
}

// There is one text for each entry: any other is refused.
func TestParseEntry_RefusesOtherTexts(t *testing.T) {
	texts := `{"kind":"texts","version":"1","sha256":"` + sum("") + `"}`
	for name, bad := range map[string]string{
		"nothing": "", "null": "null", "a list": "[]", "an empty object": "{}", "cut off": texts[:20],
		"white space":         " " + texts,
		"a line break":        texts + "\n",
		"two objects":         texts + texts,
		"white space inside":  strings.Replace(texts, ":", ": ", 1),
		"other order":         `{"version":"1","kind":"texts","sha256":"` + sum("") + `"}`,
		"a property twice":    strings.Replace(texts, `{`, `{"kind":"texts",`, 1),
		"capitals":            strings.Replace(texts, `"kind"`, `"Kind"`, 1),
		"an unknown property": strings.Replace(texts, `{`, `{"x":1,`, 1),
		"an escape":           strings.Replace(texts, `texts`, `te\u0078ts`, 1),
		"an empty property":   strings.Replace(texts, `}`, `,"note":""}`, 1),
		"null inside":         strings.Replace(texts, `}`, `,"size":null}`, 1),
		"an unknown kind":     strings.Replace(texts, `texts`, `secret`, 1),
		"capital hex":         strings.Replace(texts, sum(""), strings.ToUpper(sum("")), 1),
		"not UTF-8":           strings.Replace(texts, `"1"`, "\"\xff\"", 1),
		"other time":          `{"kind":"loss","at":"2026-11-25T12:00:00Z","size":12,"root":"` + sum("") + `","events":3}`,
		"time elsewhere":      `{"kind":"loss","at":"2026-11-25T13:00:00.000000+01:00","size":12,"root":"` + sum("") + `","events":3}`,
		"nanoseconds":         `{"kind":"loss","at":"2026-11-25T12:00:00.123456789Z","size":12,"root":"` + sum("") + `","events":3}`,
		"lower-case period":   `{"kind":"files","period":"2018-h2","revision":1,"files":{"xlsx":"` + sum("") + `"}}`,
		"files out of order":  `{"kind":"files","period":"2018-H2","revision":1,"files":{"xlsx":"` + sum("") + `","csv":"` + sum("") + `"}}`,
	} {
		if got, err := translog.ParseEntry([]byte(bad)); !errors.Is(err, report.ErrInvalid) || got.Kind != "" {
			t.Errorf("%s: got %v, %v; want ErrInvalid", name, got, err)
		}
	}
}

// Each kind has its own fields: an entry with a field of another is refused, and so is one without what it needs.
func TestEntry_HasTheFieldsOfItsKind(t *testing.T) {
	fields := map[string]func(*translog.Entry){
		"period": func(e *translog.Entry) { e.Period = half(2019, 2) }, "number": func(e *translog.Entry) { e.Number = 9 },
		"at": func(e *translog.Entry) { e.At = at }, "note": func(e *translog.Entry) { e.Note = "n" },
		"digest": func(e *translog.Entry) { e.Digest = sum("d") }, "again": func(e *translog.Entry) { e.Again = true },
		"direct": func(e *translog.Entry) { e.Direct = true }, "files": func(e *translog.Entry) { e.Files = map[string]string{"csv": sum("f")} },
		"notice": func(e *translog.Entry) { e.Notice = "n" }, "version": func(e *translog.Entry) { e.Version = "v" },
		"sha256": func(e *translog.Entry) { e.SHA256 = sum("s") }, "size": func(e *translog.Entry) { e.Size = 3 },
		"events": func(e *translog.Entry) { e.Events = 3 }, "root": func(e *translog.Entry) { e.Root = sum("r") },
		"numbers": func(e *translog.Entry) { e.Numbers = map[string]int{"2019-H1": 4} }, "removed": func(e *translog.Entry) { e.Removed = []string{"FR"} },
		"follows": func(e *translog.Entry) { e.Follows = 2 }, "month": func(e *translog.Entry) { e.Month = report.Month{Year: 2027, Month: 3} },
		"release": func(e *translog.Entry) { e.Release = at.Truncate(time.Minute) }, "zone": func(e *translog.Entry) { e.Zone = "Europe/Paris" },
		"cancelled": func(e *translog.Entry) { e.Cancelled = true },
		"regions":   func(e *translog.Entry) { e.Regions = []report.Region{{Slug: "a", Name: "A"}} },
		"countries": func(e *translog.Entry) { e.Countries = []report.Country{{Code: "AU", Name: "A", Region: "a"}} },
	}
	of := map[translog.Kind][]string{
		translog.Places: {"regions", "countries", "removed"}, translog.Files: {"period", "number", "files"},
		translog.Publication: {"period", "number", "at", "note", "digest", "again", "direct", "files"},
		translog.Withdrawal:  {"period", "at", "notice"}, translog.Notice: {"period", "at", "notice"}, translog.Texts: {"version", "sha256"},
		// A month and a cancellation exclude what a time needs; see TestEntry_AnnouncesOneThing.
		translog.Announcement: {"period", "follows", "at", "note", "release", "zone"},
		translog.Loss:         {"at", "size", "root", "events", "numbers"},
	}
	seen := map[translog.Kind]bool{}
	notice := translog.Entry{Kind: translog.Notice, Period: half(2018, 2), At: at, Notice: "Corrected."}
	for _, good := range append(history(), notice, announced(timed)) {
		seen[good.Kind] = true
		for name, set := range fields {
			e := good
			set(&e)
			if _, err := e.Marshal(); (err == nil) != slices.Contains(of[good.Kind], name) {
				t.Errorf("%s with %s: %v", good.Kind, name, err)
			}
		}
	}
	if len(seen) != len(of) {
		t.Errorf("kinds are %v", seen)
	}
	publication := history()[3]
	for name, change := range map[string]func(*translog.Entry){
		"no kind": func(e *translog.Entry) { e.Kind = "" }, "no period": func(e *translog.Entry) { e.Period = report.Period{} },
		"no such period": func(e *translog.Entry) { e.Period.Half = 3 }, "no number": func(e *translog.Entry) { e.Number = 0 },
		"no time": func(e *translog.Entry) { e.At = time.Time{} }, "nanoseconds": func(e *translog.Entry) { e.At = at.Add(1) },
		"no digest": func(e *translog.Entry) { e.Digest = "" }, "no file": func(e *translog.Entry) { e.Files = map[string]string{"csv": ""} },
		"no format": func(e *translog.Entry) { e.Files = map[string]string{"": sum("")} },
		"not UTF-8": func(e *translog.Entry) { e.Note = "\xff" }, "too large": func(e *translog.Entry) { e.Note = strings.Repeat("x", 1<<16) },
		"withdrawal without a notice": func(e *translog.Entry) { *e = translog.Entry{Kind: translog.Withdrawal, Period: e.Period, At: at} },
		"files without any":           func(e *translog.Entry) { *e = translog.Entry{Kind: translog.Files, Period: e.Period, Number: 1} },
		"no places":                   func(e *translog.Entry) { *e = translog.Entry{Kind: translog.Places} },
		"no loss":                     func(e *translog.Entry) { *e = translog.Entry{Kind: translog.Loss, At: at, Size: 9, Root: sum("")} },
		"no root":                     func(e *translog.Entry) { *e = translog.Entry{Kind: translog.Loss, At: at, Size: 9, Events: 1} },
		"negative loss": func(e *translog.Entry) {
			*e = translog.Entry{Kind: translog.Loss, At: at, Size: -9, Root: sum(""), Events: 1}
		},
		"loss of no period": func(e *translog.Entry) {
			*e = translog.Entry{Kind: translog.Loss, At: at, Size: 9, Root: sum(""), Events: 1, Numbers: map[string]int{"2019-h1": 1}}
		},
		"loss of no number": func(e *translog.Entry) {
			*e = translog.Entry{Kind: translog.Loss, At: at, Size: 9, Root: sum(""), Events: 1, Numbers: map[string]int{"2019-H1": 0}}
		},
		"no version": func(e *translog.Entry) { *e = translog.Entry{Kind: translog.Texts, SHA256: sum("")} },
	} {
		e := publication
		change(&e)
		if text, err := e.Marshal(); !errors.Is(err, report.ErrInvalid) || text != nil {
			t.Errorf("%s: got %s, %v; want ErrInvalid", name, text, err)
		}
	}
}

func TestEntry_IsWrittenInUTC(t *testing.T) {
	e := history()[2]
	want, err := e.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	e.At = e.At.In(time.FixedZone("", 3600))
	if got, err := e.Marshal(); err != nil || string(got) != string(want) {
		t.Errorf("got %s, %v; want %s", got, err, want)
	}
	if !json.Valid(want) {
		t.Error("the entry is no JSON")
	}
}

func TestEntry_IsToldInWords(t *testing.T) {
	want := []string{
		"Version 1.0.0 of the program has the texts " + sum("texts") + ".",
		"Places changed: regions are Oceania, Europe; countries are AU Australia in oceania, TR Turkey in europe, FR France in europe.",
		"2018-H1 revision 1 was published on 24 November 2026, 12:00 UTC. (From before the log.)",
		"2018-H2 revision 1 was published from the command line on 24 November 2026, 13:00 UTC.",
		"2018-H1 revision 2 was published on 24 November 2026, 14:00 UTC: A row <was> \"missing\" & more.",
		"2018-H2 was withdrawn on 24 November 2026, 13:30 UTC: Being checked.",
		"2019-H1 revision 1 was published on 24 November 2026, 15:00 UTC.",
		"2018-H2 revision 2 was published again on 24 November 2026, 16:00 UTC.",
		"2018-H2 revision 1 has further files: xlsx.",
		"Places changed: countries are TR Türkiye in europe (also Turkey); removed are FR.",
		"The database was restored from an older copy on 25 November 2026, 12:00 UTC. The log had 12 entries before, and 3 events of the audit log are gone.",
	}
	var got []string
	for _, e := range history() {
		got = append(got, e.String())
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("words (-want +got):\n%s", diff)
	}
}
