package console

import (
	"cmp"
	"slices"
	"strings"

	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/urls"
	"lerr/views"
)

// ReviewPage shows all that becomes public with a draft, old beside new, and takes the decision.
type ReviewPage struct {
	DraftHead
	Against  string // what the small figures are
	Since    string // when the reader last looked at other content; empty if never
	Changed  []ChangedLine
	Contents []ReviewContents
	Release  []TextLine
	Totals   []ReviewRow
	Shares   []string
	Sections []ReviewSection
	Single   []FigureLine
	Notes    []TextLine
	Answers  []AnswerLine
	Units    []TextLine // units and stated totals
	Places   []TextLine
	Files    []FileLine
	Reason   string // as typed
	StepUp   string // address at which to enter the second factor again; empty if it is not needed

	CanApprove, CanReturn, CanSubmit bool
	MayNot                           string // why the reader cannot approve, or who can
}

// ChangedLine is one thing that changed since the reader looked.
type ChangedLine struct{ Href, What, Was, Is string }

// ReviewContents is an entry of the page's list of contents.
type ReviewContents struct {
	Href, Name string
	Changed    int // since the reader looked
}

// ReviewSection holds the rows of a section: those to look at first, and the others.
type ReviewSection struct {
	Name           string
	Caption        string
	First, Others  []ReviewRow
	OthersSummary  string
	NewRows, Gone  string // names of countries
	Untouched      int    // rows that a correction leaves as they are
	UntouchedNames string
}

// ReviewRow is a row of six figures.
type ReviewRow struct {
	Name      string
	About     []string // why it is unusual, with the editor's reason
	Cells     []publish.Line
	Changed   bool // since the reader looked
	New, Gone bool
}

// size returns the row's requests, by which rows are ordered.
func (r ReviewRow) size() (n int) {
	for _, c := range strings.ReplaceAll(cmp.Or(r.Cells[0].New.Text, r.Cells[0].Old.Text), ",", "") {
		if c >= '0' && c <= '9' {
			n = n*10 + int(c-'0')
		}
	}
	return n
}

// FigureLine is a single figure.
type FigureLine struct {
	Name string
	publish.Line
}

// TextLine is a text, or a fact in words.
type TextLine struct {
	Name string
	publish.Line
}

// AnswerLine is an answer of the FAQ, as it is read and as it is stored.
type AnswerLine struct {
	Title    string
	Old, New string // HTML
	Stored   publish.Line
	HasOwn   bool // the draft has the answer's text
	Changed  bool
	Status   string
}

// FileLine is a file with its fingerprint.
type FileLine struct {
	Name string
	publish.Line
}

// ReviewInput is the input of NewReviewPage.
type ReviewInput struct {
	Review publish.Review
	Look   publish.Look // the reader's last look at other content
	FAQ    []report.Question
	Reason string
}

// NewReviewPage returns the view model of a draft's review.
func NewReviewPage(p ConsolePage, v DraftView, in ReviewInput) (ReviewPage, error) {
	r := in.Review
	m := ReviewPage{DraftHead: NewDraftHead(p, v, StepReview), Reason: in.Reason}
	m.Against = "There is no earlier half-year to compare it with."
	if r.Against.Number > 0 {
		m.Against = "Small figures are those of " + r.Against.Edition.Period.Label() + ", as published."
	}
	if !in.Look.At.IsZero() {
		m.Since = Clock(in.Look.At)
	}
	names := placeNames(v.Archive, v.Draft)
	for _, l := range r.Changed() {
		m.Changed = append(m.Changed, changedLine(l, names, in.FAQ))
	}
	m.Release = releaseLines(r)
	m.Totals = totalRows(r)
	m.Shares = shares(v.Draft, r.Against)
	m.Sections = reviewSections(v, r, names)
	m.Single = singleLines(r)
	for _, l := range r.Of(publish.PartNotes) {
		m.Notes = append(m.Notes, TextLine{lineName(l, names, in.FAQ), l})
	}
	for _, part := range []publish.Part{publish.PartUnits, publish.PartStated} {
		for _, l := range r.Of(part) {
			m.Units = append(m.Units, TextLine{lineName(l, names, in.FAQ), l})
		}
	}
	m.Places = placeLines(r, names, v.Archive)
	for _, l := range r.Of(publish.PartFiles) {
		m.Files = append(m.Files, FileLine{fileName(v.Draft, l.Name), l})
	}
	var err error
	if m.Answers, err = answerLines(v.Draft, r, in.FAQ); err != nil {
		return m, err
	}
	m.Contents = contents(m, r)
	m.decide(v)
	return m, nil
}

// decide sets what the reader can decide, and says who can if he cannot.
func (m *ReviewPage) decide(v DraftView) {
	approve := publish.May(v.Draft, v.Actor, publish.ActionApprove)
	m.CanReturn = publish.May(v.Draft, v.Actor, publish.ActionReturn) == nil
	m.CanSubmit = publish.May(v.Draft, v.Actor, publish.ActionSubmit) == nil && len(v.Blockers) == 0
	m.CanApprove = approve == nil
	if m.CanApprove && v.Stale {
		m.StepUp, m.CanApprove = urls.WithNext(urls.StepUp, urls.DraftForm(v.Draft.ID, StepReview)+"#decision"), false
	}
	switch {
	case approve == nil || v.Draft.State != publish.DraftSubmitted:
	case !v.Actor.Approver:
		m.MayNot = "An approver who changed nothing in it decides. Your roles do not let you approve."
	default:
		m.MayNot = approve.Error()
	}
}

// placeNames returns the names of countries by code, as they are once the draft is public; of a country that it
// removes, as it was.
func placeNames(archive *report.Archive, d publish.Draft) func(code string) string {
	places := archive.ListedPlaces().Named(d.Edition.Names)
	return func(code string) string {
		if c, ok := places.Country(code); ok {
			return c.Name
		}
		for _, p := range d.Places {
			if p.Code() == code {
				return cmp.Or(p.After.Name, p.Before.Name)
			}
		}
		return code
	}
}

// columnNames are the names of the six counts, in the order of report.Columns.
func columnNames() []string {
	names := []string{"Requests", "Accounts"}
	for _, o := range views.OutcomeLabels {
		names = append(names, o.Short)
	}
	return names
}

func columnName(column string) string {
	columns := report.Columns()
	if i := slices.Index(columns[:], column); i >= 0 {
		return columnNames()[i]
	}
	return column
}

// lineName says what a line is about.
func lineName(l publish.Line, names func(string) string, faq []report.Question) string {
	var parts []string
	add := func(text string) {
		if text != "" {
			parts = append(parts, text)
		}
	}
	switch l.Part {
	case publish.PartRelease:
		return map[string]string{
			publish.ItemPeriod: "Half-year", publish.ItemCorrects: "It corrects", publish.ItemFollows: "It follows", publish.ItemNote: "Public note on this revision",
		}[l.Name]
	case publish.PartSingle:
		return cmp.Or(report.SingleFigureMeaning(l.Name), l.Name)
	case publish.PartAnswers, publish.PartReading:
		for _, q := range faq {
			if q.ID == l.Name {
				return q.Title
			}
		}
		return l.Name
	case publish.PartNotes:
		if l.Section == "" {
			return "On the whole half-year"
		}
	case publish.PartUnits:
		return "What the outcomes of " + l.Section.Name() + " count"
	case publish.PartStated:
		return "Total that the source states, " + l.Section.Name() + ", " + columnName(l.Name)
	}
	if l.Section != "" {
		add(l.Section.Name())
	}
	if l.Country != "" {
		add(names(l.Country))
	}
	if l.Part == publish.PartRows || l.Part == publish.PartTotals {
		add(columnName(l.Name))
	} else if l.Part == publish.PartPlaces {
		add(l.Name)
	}
	return strings.Join(parts, ", ")
}

// anchors are the parts of the page by the part of the review.
var anchors = map[publish.Part]string{
	publish.PartRelease: "#note", publish.PartTotals: "#totals", publish.PartRows: "#rows", publish.PartUnits: "#units", publish.PartStated: "#units",
	publish.PartSingle: "#single", publish.PartNotes: "#notes", publish.PartAnswers: "#answers", publish.PartReading: "#answers",
	publish.PartNames: "#places", publish.PartPlaces: "#places", publish.PartFiles: "#files",
}

// longText is the length from which the list of changes says "reworded" rather than both texts.
const longText = 60

func changedLine(l publish.Line, names func(string) string, faq []report.Question) ChangedLine {
	c := ChangedLine{Href: anchors[l.Part], What: lineName(l, names, faq), Was: valueText(l.Seen), Is: valueText(l.New)}
	if max(len(c.Was), len(c.Is)) > longText {
		switch {
		case !l.Seen.Ok:
			c.Was, c.Is = "none", "written"
		case !l.New.Ok:
			c.Was, c.Is = "there", "removed"
		default:
			c.Was, c.Is = "", "reworded"
		}
	}
	return c
}

// valueText returns a value as people read it.
func valueText(v publish.Value) string {
	if !v.Ok {
		return "none"
	}
	return v.Text
}

func releaseLines(r publish.Review) (lines []TextLine) {
	for _, l := range r.Of(publish.PartRelease) {
		if l.Name == publish.ItemPeriod {
			label := func(v *publish.Value) {
				if p, err := report.ParsePeriod(v.Text); err == nil {
					v.Text = p.Label()
				}
			}
			label(&l.New)
			label(&l.Old)
			label(&l.Seen)
		}
		lines = append(lines, TextLine{lineName(l, nil, nil), l})
	}
	return lines
}

func totalRows(r publish.Review) (rows []ReviewRow) {
	for _, s := range report.Sections() {
		var cells []publish.Line
		for _, l := range r.Of(publish.PartTotals) {
			if l.Section == s {
				cells = append(cells, l)
			}
		}
		if len(cells) > 0 {
			rows = append(rows, newRow(s.Name(), cells))
		}
	}
	return rows
}

func newRow(name string, cells []publish.Line) ReviewRow {
	columns := report.Columns()
	slices.SortStableFunc(cells, func(a, b publish.Line) int {
		return cmp.Compare(slices.Index(columns[:], a.Name), slices.Index(columns[:], b.Name))
	})
	row := ReviewRow{Name: name, Cells: cells, New: !cells[0].Old.Ok, Gone: !cells[0].New.Ok}
	row.Changed = slices.ContainsFunc(cells, func(l publish.Line) bool { return l.Changed })
	return row
}

// shares states the shares of the headline's outcomes, with those before.
func shares(d publish.Draft, against report.Revision) (texts []string) {
	now, before := d.Edition.Headline().Sum(), against.Edition.Headline().Sum()
	for i, o := range views.OutcomeLabels {
		text := o.Short + " " + shareText(now, i)
		if against.Number > 0 {
			text += " (" + shareText(before, i) + ")"
		}
		texts = append(texts, text)
	}
	return texts
}

func shareText(c report.Counts, outcome int) string {
	if r := c.Rate(outcome); r.Known {
		return views.Share(r.Permille)
	}
	return views.Dash
}

// reviewSections returns the rows of each section: unusual and changed ones first, then by requests.
func reviewSections(v DraftView, r publish.Review, names func(string) string) (sections []ReviewSection) {
	correction := v.Draft.Corrects > 0
	lines := r.Of(publish.PartRows)
	for _, s := range report.Sections() {
		byCountry := map[string][]publish.Line{}
		var order []string
		for _, l := range lines {
			if l.Section != s {
				continue
			}
			if byCountry[l.Country] == nil {
				order = append(order, l.Country)
			}
			byCountry[l.Country] = append(byCountry[l.Country], l)
		}
		if len(order) == 0 {
			continue
		}
		section := ReviewSection{Name: s.Name()}
		var appeared, gone []string
		for _, code := range order {
			row := newRow(names(code), byCountry[code])
			row.About = reasons(v, s, code, row.Name)
			different := slices.ContainsFunc(row.Cells, publish.Line.IsDifferent)
			switch {
			case row.New && r.Against.Number > 0:
				appeared = append(appeared, row.Name)
			case row.Gone:
				gone = append(gone, row.Name)
			}
			if row.Changed || correction && different || !correction && len(row.About) > 0 || row.Gone && correction {
				section.First = append(section.First, row)
			} else {
				section.Others = append(section.Others, row)
			}
		}
		for _, list := range [][]ReviewRow{section.First, section.Others} {
			slices.SortStableFunc(list, func(a, b ReviewRow) int {
				if a.Changed != b.Changed {
					if a.Changed {
						return -1
					}
					return 1
				}
				return cmp.Compare(b.size(), a.size())
			})
		}
		section.NewRows, section.Gone = views.Sentence(appeared), views.Sentence(gone)
		section.Caption = s.Name() + ": rows to look at first"
		others := views.Plural(len(section.Others), "other row", "other rows")
		if correction {
			section.Caption = s.Name() + ": rows that change"
			others = views.Plural(len(section.Others), "row", "rows") + " unchanged"
		}
		section.OthersSummary = s.Name() + ": " + others
		sections = append(sections, section)
	}
	return sections
}

// reasons returns why a row is unusual, without its name, each with the reason for which it was accepted.
func reasons(v DraftView, s report.Section, country, name string) (texts []string) {
	for _, p := range v.Problems.Only(report.SeverityWarning) {
		if p.Section != s || p.Country != country {
			continue
		}
		// The first sentence says why. The figures that follow stand in the row itself.
		text, _, _ := strings.Cut(p.Text, ". ")
		text = strings.TrimSuffix(text, ".") + "."
		for _, before := range []string{name + ": ", name + " is "} {
			text = strings.TrimPrefix(text, before)
		}
		text = views.Capital(text)
		if a, ok := v.Draft.Accepted(p); ok {
			text += " “" + a.Reason + "” " + a.By
		}
		if !slices.Contains(texts, text) {
			texts = append(texts, text)
		}
	}
	return texts
}

func singleLines(r publish.Review) (lines []FigureLine) {
	found := r.Of(publish.PartSingle)
	for _, name := range report.SingleFigureNames() {
		for _, l := range found {
			if l.Name == name {
				lines = append(lines, FigureLine{lineName(l, nil, nil), l})
			}
		}
	}
	return lines
}

func answerLines(d publish.Draft, r publish.Review, faq []report.Question) (lines []AnswerLine, err error) {
	stored := map[string]publish.Line{}
	for _, l := range r.Of(publish.PartAnswers) {
		stored[l.Name] = l
	}
	reading := map[string]publish.Line{}
	for _, l := range r.Of(publish.PartReading) {
		reading[l.Name] = l
	}
	html := func(v publish.Value) string {
		if !v.Ok || err != nil {
			return ""
		}
		var text string
		text, err = views.Markdown(v.Text)
		return text
	}
	for _, q := range faq {
		own, hasOwn := stored[q.ID]
		read, changes := reading[q.ID]
		if !hasOwn && !changes {
			continue
		}
		a := AnswerLine{Title: q.Title, Stored: own, HasOwn: hasOwn, Changed: own.Changed || read.Changed, Old: html(read.Old), New: html(read.New)}
		switch {
		case changes && !read.New.Ok:
			a.Status = "It has no answer any more."
		case !changes:
			a.Status = "Confirmed for " + d.Edition.Period.Label() + ". Readers see the same text as now."
		case hasOwn && own.IsDifferent():
			a.Status = "Its words change."
		default:
			a.Status = "Its words stay, and the figures that it quotes change."
		}
		lines = append(lines, a)
	}
	return lines, err
}

func placeLines(r publish.Review, names func(string) string, archive *report.Archive) (lines []TextLine) {
	for _, l := range r.Of(publish.PartNames) {
		lines = append(lines, TextLine{names(l.Country) + " (" + l.Country + "), its name from this half-year on", l})
	}
	for _, l := range r.Of(publish.PartPlaces) {
		if l.Name == publish.PlaceRegion {
			for _, v := range []*publish.Value{&l.New, &l.Old, &l.Seen} {
				if v.Ok {
					v.Text = cmp.Or(archive.ListedPlaces().RegionOf(report.Country{Region: v.Text}).Name, v.Text)
				}
			}
		}
		label := map[string]string{
			publish.PlaceCode: "code", publish.PlaceName: "name in the list of places", publish.PlaceRegion: "region", publish.PlaceAlso: "also written",
		}[l.Name]
		lines = append(lines, TextLine{names(l.Country) + " (" + l.Country + "), " + label, l})
	}
	return lines
}

// fileName returns the name of a file of the draft's period.
func fileName(d publish.Draft, format string) string {
	if format == publish.ItemNames {
		return "Names and regions of its countries"
	}
	return d.Edition.Period.String() + "." + format
}

// contents returns the list of the page's parts, with the number of changes in each.
func contents(m ReviewPage, r publish.Review) []ReviewContents {
	list := []ReviewContents{{"#totals", "Totals", 0}, {"#rows", "Countries", 0}, {"#single", "Single figures", 0}, {"#notes", "Public notes", 0},
		{"#answers", "Answers", 0}, {"#places", "Names and places", 0}, {"#units", "Units and stated totals", 0}, {"#files", "Files", 0}}
	for _, l := range r.Changed() {
		href := anchors[l.Part]
		if href == "#note" {
			href = "#notes"
		}
		for i := range list {
			if list[i].Href == href {
				list[i].Changed++
			}
		}
	}
	return append(list, ReviewContents{"#decision", m.decisionTitle(), 0})
}

// decisionTitle is the heading of the page's last part.
func (m ReviewPage) decisionTitle() string {
	switch m.Draft.State {
	case publish.DraftSubmitted:
		return "The decision"
	case publish.DraftOpen:
		return "Submit"
	}
	return "What was decided"
}

// returnedText says who returned the draft, when and why.
func returnedText(d *publish.Decision) string {
	return d.By + " returned it on " + Clock(d.At) + ": “" + d.Reason + "”"
}

// approvedText says who approved the draft, when and why.
func approvedText(d publish.Draft) string {
	if d.Direct {
		return "It comes directly from the command line, without a second person."
	}
	if d.ApprovedBy == "" {
		return ""
	}
	text := d.ApprovedBy + " approved it on " + Clock(d.ApprovedAt)
	if d.ApprovedFor != "" {
		text += ": “" + d.ApprovedFor + "”"
	}
	return text
}

// shortPrint returns the beginning of a fingerprint, in groups.
func shortPrint(digest string) string {
	var groups []string
	for i := 0; i+4 <= min(len(digest), 16); i += 4 {
		groups = append(groups, digest[i:i+4])
	}
	return strings.Join(groups, " ") + " …"
}

// News says what is new in the public pages of a draft, in a sentence each, the totals first.
func News(r publish.Review, archive *report.Archive, d publish.Draft, faq []report.Question) (texts []string) {
	names := placeNames(archive, d)
	rows := map[string]bool{}
	for _, l := range r.Lines {
		if !l.IsDifferent() {
			continue
		}
		switch name := lineName(l, names, faq); l.Part {
		case publish.PartRows:
			rows[string(l.Section)+l.Country] = true
		case publish.PartTotals:
			if l.Section.IsHeadline() {
				texts = append(texts, name+": "+valueText(l.New)+", was "+valueText(l.Old))
			}
		case publish.PartSingle, publish.PartNames, publish.PartPlaces, publish.PartStated, publish.PartUnits:
			texts = append(texts, name+": "+valueText(l.New)+", was "+valueText(l.Old))
		case publish.PartNotes:
			texts = append(texts, "Note, "+name)
		case publish.PartReading:
			texts = append(texts, "Answer: "+name)
		case publish.PartRelease:
			if l.Name == publish.ItemNote {
				texts = append(texts, name)
			}
		}
	}
	return append(texts, views.Plural(len(rows), "row has", "rows have")+" other figures")
}
