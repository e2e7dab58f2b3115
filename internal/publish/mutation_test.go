package publish_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/internal/workbook"
)

// unnoticed lists the mutants that change a figure and yet say nothing that the true file does not say, by
// their number, each with the reason.
var unnoticed = map[int]string{
	1213: "the names of Estonia (19 requests) and Latvia (4) exchanged: so small rows often change as much",
}

// history holds a half-year and what was published before it.
type history struct {
	edition report.Edition
	archive *report.Archive
	earlier []report.Edition // newest first
}

// histories returns half-years with at least some history, among them the one that comes next.
func histories(t *testing.T) (all []history, places *report.Places) {
	t.Helper()
	s := shipped(t)
	places, err := report.NewPlaces(s.Regions, s.Countries)
	if err != nil {
		t.Fatal(err)
	}
	reading, _ := workbook.Read(t.Context(), "2019-H2.xlsx", file(t, "2019-H2.xlsx"), places)
	var revisions []report.Revision
	var earlier []report.Edition
	for _, e := range append(s.Editions, reading.Edition) {
		archive, err := report.NewArchive(places, revisions)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, history{e, archive, slices.Clone(earlier)})
		revisions = append(revisions, report.Revision{Edition: e, Number: 1, State: report.Published, Digest: e.Digest()})
		earlier = append([]report.Edition{e}, earlier...)
	}
	return all, places
}

// said returns the errors and warnings of a file, and the edition that was read.
func (h history) said(t *testing.T, f *sheetFile, places *report.Places) (map[string]bool, report.Edition) {
	t.Helper()
	name, content := f.bytes(t, h.edition.Period)
	draft := publish.CheckFile(t.Context(), places, nil, name, content)
	said := map[string]bool{}
	for _, p := range publish.ExamineFile(draft, h.archive) {
		if p.Severity != report.SeverityNotice {
			said[p.String()] = true
		}
	}
	return said, draft.Edition
}

// isMaterial reports whether a figure differs by at least ten and ten per cent.
func isMaterial(truth, read report.Edition) bool {
	differs := func(a, b report.Edition) bool {
		for _, t := range a.Tables {
			other, _ := b.Table(t.Section)
			for _, r := range t.Rows {
				o, _ := other.Row(r.Country)
				for i, n := range r.Counts.Figures() {
					if d := max(n-o.Counts.Figures()[i], o.Counts.Figures()[i]-n); d >= 10 && 10*d >= n {
						return true
					}
				}
			}
		}
		return false
	}
	return differs(truth, read) || differs(read, truth)
}

// A file with a mistake that changes a figure says so: in more than 995 of 1,000 mutants of true
// half-years.
func TestExamineFile_NoticesMistakes(t *testing.T) {
	all, places := histories(t)
	var bases []history
	for _, h := range all {
		if p := h.edition.Period; p == next || p == before || p == (report.Period{Year: 2018, Half: 1}) || p == (report.Period{Year: 2016, Half: 1}) {
			bases = append(bases, h)
		}
	}
	type truth struct {
		file *sheetFile
		said map[string]bool
		read report.Edition
	}
	truths := map[string]truth{}
	material, quiet := 0, 0
	for n := 0; material < sitetest.Count(150, 1000); n++ {
		random := rand.New(rand.NewPCG(11, uint64(n)))
		h := bases[random.IntN(len(bases))]
		if random.IntN(2) == 0 {
			h = bases[len(bases)-1] // the next half-year, most often
		}
		isCSV, recompute := random.IntN(3) == 0, random.IntN(2) == 0
		key := fmt.Sprint(h.edition.Period, isCSV)
		base, ok := truths[key]
		if !ok {
			base.file = writtenBy(h.edition, places, isCSV)
			base.said, base.read = h.said(t, base.file, places)
			if isMaterial(h.edition, base.read) {
				t.Fatalf("%s is not read as it was written: %v", key, base.said)
			}
			truths[key] = base
		}
		m := &mutator{Rand: random, sheetFile: base.file.clone(), earlier: h.earlier, places: places}
		mutation := mutations[random.IntN(len(mutations))]
		if !mutation.apply(m) {
			continue
		}
		if recompute {
			m.recompute()
		}
		said, read := h.said(t, m.sheetFile, places)
		if !isMaterial(base.read, read) {
			continue
		}
		material++
		news := false
		for p := range said {
			news = news || !base.said[p]
		}
		if news {
			continue
		}
		quiet++
		if unnoticed[n] == "" {
			t.Errorf("mutant %d: %s, %s, %s, says nothing: %s", n, key, mutation.name, map[bool]string{true: "recomputed", false: "as it was"}[recompute], differences(base.read, read))
		}
	}
	t.Logf("%d mutants change a figure, %d of them say nothing", material, quiet)
	if quiet*1000 > 5*material {
		t.Errorf("%d of %d mutants say nothing, want at most 5 in 1,000", quiet, material)
	}
}

// On a true half-year a careful person gets at most ten groups and forty rows, with the warnings of
// reading its file.
func TestExamineFile_HasFewWarningsOnTrueHalfYears(t *testing.T) {
	all, places := histories(t)
	for _, h := range all {
		name, content := writtenBy(h.edition, places, false).bytes(t, h.edition.Period)
		if h.edition.Period == next {
			name, content = "2019-H2.xlsx", file(t, "2019-H2.xlsx")
		}
		draft := publish.CheckFile(t.Context(), places, sitetest.Shipped(t).KnownNotes, name, content)
		problems := publish.ExamineFile(draft, h.archive)
		groups, rows := map[string]bool{}, map[string]bool{}
		for _, p := range problems.Only(report.SeverityWarning) {
			groups[p.Code] = true
			if sheet, cell := p.Place(); p.Country != "" && rows[sheet+cell] {
				t.Errorf("%s says twice: %s", h.edition.Period, p)
			} else {
				rows[sheet+cell] = true
			}
		}
		warnings := len(problems.Only(report.SeverityWarning))
		t.Logf("%s: %d groups, %d rows", h.edition.Period, len(groups), warnings)
		if len(groups) > 10 || warnings > 40 {
			t.Errorf("%s has %d groups and %d rows, want at most 10 and 40", h.edition.Period, len(groups), warnings)
		}
		if errs := problems.Only(report.SeverityError); len(errs) > 0 {
			t.Errorf("%s has errors: %v", h.edition.Period, errs)
		}
	}
}

// differences lists up to three rows that differ.
func differences(truth, read report.Edition) (text string) {
	listed := 0
	for _, t := range truth.Tables {
		other, _ := read.Table(t.Section)
		for _, r := range t.Rows {
			if o, _ := other.Row(r.Country); o.Counts != r.Counts && listed < 3 {
				listed++
				text += fmt.Sprintf(" %s %s %v now %v;", t.Section, r.Country, r.Counts.Figures(), o.Counts.Figures())
			}
		}
	}
	return text
}
