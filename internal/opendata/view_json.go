package opendata

import (
	"fmt"
	"io"
	"slices"
	"time"

	"lerr/internal/report"
)

// ViewInput is what a view's JSON is written from: the view, and what stands around its rows.
type ViewInput struct {
	View    report.Observations
	Site    report.Site
	Links   ViewLinks
	Full    Full
	Updated time.Time // when anything of it last changed
	// Newest is the revision that a citation of several periods names.
	Newest report.Revision
}

// ViewLinks are addresses of the same view and of what belongs to it. Pinned is empty for a view of
// several periods.
type ViewLinks struct {
	Self     string `json:"self"`
	Page     string `json:"page"`
	CSV      string `json:"csv"`
	WideCSV  string `json:"csv_wide"`
	Pinned   string `json:"pinned,omitempty"`
	Schema   string `json:"schema"`
	Catalog  string `json:"catalog"`
	Workbook string `json:"workbook,omitempty"`
}

// Full is the table that the view is a part of.
type Full struct {
	Address string `json:"address"`
	Rows    int    `json:"rows"`
}

type viewDocument struct {
	Title        string         `json:"title"`
	Label        string         `json:"label"`
	Language     string         `json:"language"`
	Organization string         `json:"organization"`
	Publisher    string         `json:"publisher"`
	Recreation   string         `json:"recreation,omitempty"`
	Source       string         `json:"source"`
	Contact      string         `json:"contact"`
	License      license        `json:"license"`
	Citation     string         `json:"citation"`
	Period       *string        `json:"period"`
	Place        viewPlace      `json:"place"`
	Revision     *viewRevision  `json:"revision"`
	UpdatedAt    string         `json:"updated_at"`
	RowCount     int            `json:"row_count"`
	FigureCount  int            `json:"figure_count"`
	Full         Full           `json:"full_table"`
	Links        ViewLinks      `json:"links"`
	Columns      []viewColumn   `json:"columns"`
	Statuses     []viewStatus   `json:"statuses"`
	Sections     []viewSection  `json:"sections"`
	Break        *viewBreak     `json:"series_break"`
	Figures      map[string]int `json:"figures"`
	Notes        []note         `json:"notes"`
	Rows         []viewRow      `json:"rows"`
}

type viewPlace struct {
	Type   string  `json:"place_type"`
	Slug   string  `json:"place"`
	Name   string  `json:"name"`
	Code   *string `json:"country_code"`
	Alpha3 *string `json:"alpha3"`
	Region *string `json:"region"`
}

type viewRevision struct {
	Number      int    `json:"number"`
	State       string `json:"state"`
	PublishedAt string `json:"published_at"`
	Digest      string `json:"digest"`
	Note        string `json:"note,omitempty"`
}

type viewColumn struct {
	Name    string   `json:"name"`
	Type    string   `json:"type"`
	Meaning string   `json:"meaning"`
	Enum    []string `json:"enum,omitempty"`
}

type viewStatus struct {
	Status  report.Status `json:"status"`
	Sign    string        `json:"sign"`
	Meaning string        `json:"meaning"`
}

type viewSection struct {
	Section       report.Section `json:"section"`
	Name          string         `json:"name"`
	IsHeadline    bool           `json:"is_headline"`
	OutcomesCount string         `json:"outcomes_count"`
}

type viewBreak struct {
	Before string `json:"before"` // the first period after it
	Text   string `json:"text"`
}

type viewRow struct {
	Period  string         `json:"period"`
	Section report.Section `json:"section"`
	viewPlace
	Status   report.Status `json:"status"`
	Requests *int          `json:"requests"`
	Accounts *int          `json:"accounts"`
	Content  *int          `json:"content"`
	NonCont  *int          `json:"non_content"`
	NoData   *int          `json:"no_data"`
	Rejected *int          `json:"rejected"`
	ContentP *percent      `json:"content_share"`
	NonContP *percent      `json:"non_content_share"`
	NoDataP  *percent      `json:"no_data_share"`
	RejectP  *percent      `json:"rejected_share"`
	Revision int           `json:"revision"`
	Note     *string       `json:"note"`
}

// breakText says why figures of before 2017 and after must not be compared.
const breakText = "Until 2016 one section, combined, holds every kind of request; from 2017 criminal leaves out emergency and civil requests, which have sections of their own. The two are not compared."

// ViewJSON writes a view with everything that a reader needs to use it: what it is, whose, under
// what licence, how to cite it, what each column and status means, and its rows as in WideTable,
// with the outcomes' shares in percent. Names are append-only.
func ViewJSON(w io.Writer, in ViewInput) error {
	v, site := in.View, in.Site
	d := viewDocument{
		Title: site.Title, Label: v.Label, Language: site.Language, Organization: site.Organization,
		Publisher: site.Publisher, Recreation: site.Recreation, Source: site.Source, Contact: site.Contact,
		License: license(site.License), Place: viewPlaceOf(v.Place), UpdatedAt: moment(in.Updated),
		RowCount: len(v.Rows), FigureCount: v.FigureCount(), Full: in.Full, Links: in.Links,
		Figures: map[string]int{}, Notes: []note{}, Sections: []viewSection{}, Rows: []viewRow{},
	}
	cited, address := in.Newest, in.Links.Page
	if !v.Period.IsZero() {
		period := v.Period.String()
		cited, address = v.Revision, in.Links.Pinned
		d.Period = &period
		d.Revision = &viewRevision{
			Number: v.Revision.Number, State: string(v.Revision.State), PublishedAt: moment(v.Revision.PublishedAt),
			Digest: v.Revision.Digest, Note: v.Revision.Note,
		}
		d.Notes = viewNotes(v)
		d.Figures = viewFigures(v)
	}
	d.Citation = site.Cite(v.Label, cited, address)
	for _, f := range append(WideTable().Fields, shareFields()...) {
		d.Columns = append(d.Columns, viewColumn{f.Name, f.Type, f.Meaning, f.Enum})
	}
	for _, s := range report.Statuses() {
		d.Statuses = append(d.Statuses, viewStatus{s, s.Sign(), s.Meaning()})
	}
	for _, s := range report.Sections() {
		d.Sections = append(d.Sections, viewSection{s, s.Name(), s.IsHeadline(), unitOf(s, 2)})
	}
	d.Break = breakIn(v)
	for _, r := range v.Rows {
		if figures := r.Counts.Figures(); slices.Min(figures[:]) < 0 {
			return fmt.Errorf("write json of %s: %s %s %s has a negative count: %w", v.Label, r.Period, r.Section, r.Place.Slug(), report.ErrInvalid)
		}
		if _, err := placeCells(r.Place); err != nil {
			return fmt.Errorf("write json of %s: %w", v.Label, err)
		}
		d.Rows = append(d.Rows, viewRowOf(r))
	}
	return writeIndented(w, v.Label, d)
}

// shareFields are the columns that JSON has beside the table's: they follow from the others.
func shareFields() (fields []Field) {
	columns := report.Columns()
	for _, name := range columns[2:] {
		fields = append(fields, Field{Name: name + "_share", Type: "number", Meaning: "The outcome as a part of the sum of the four, in percent with one decimal; the four add up to 100.0. null where there is nothing to divide."})
	}
	return fields
}

func viewPlaceOf(p report.Place) viewPlace {
	return viewPlace{
		Type: placeType(p), Slug: p.Slug(), Name: p.Name(), Code: optional(p.Country.Code),
		Alpha3: optional(p.Country.Alpha3()), Region: optional(regionOf(p)),
	}
}

func viewRowOf(r report.Observation) viewRow {
	row := viewRow{
		Period: r.Period.String(), Section: r.Section, viewPlace: viewPlaceOf(r.Place), Status: r.Status,
		Revision: r.Revision, Note: optional(r.Note),
	}
	if !r.Status.HasFigure() {
		return row
	}
	f := figuresOf(r.Counts)
	row.Requests, row.Accounts, row.Content, row.NonCont, row.NoData, row.Rejected = &f.Requests, &f.Accounts, &f.Content, &f.NonContent, &f.NoData, &f.Rejected
	row.ContentP, row.NonContP, row.NoDataP, row.RejectP = f.ContentShare, f.NonContentShare, f.NoDataShare, f.RejectedShare
	return row
}

// viewNotes lists the notes on a period that concern the view's rows.
func viewNotes(v report.Observations) []note {
	notes := []note{}
	if text := v.Revision.Edition.Note; text != "" {
		notes = append(notes, note{Text: text})
	}
	for _, t := range v.Revision.Edition.Tables {
		if t.Note != "" {
			name := string(t.Section)
			notes = append(notes, note{Section: &name, Text: t.Note})
		}
	}
	for _, r := range v.Rows {
		if r.Place.IsCountry() && r.Note != "" {
			name := string(r.Section)
			notes = append(notes, note{Section: &name, CountryCode: &r.Place.Country.Code, Text: r.Note})
		}
	}
	return notes
}

// viewFigures are the figures beside the tables that are about the view's place: all of them about the
// world; the two on U.S. warrants also about the United States and what holds them.
func viewFigures(v report.Observations) map[string]int {
	figures := map[string]int{}
	holdsUS := slices.ContainsFunc(v.Rows, func(r report.Observation) bool { return r.Place.Country.Code == "US" })
	for _, f := range v.Revision.Edition.Figures {
		if v.Place.IsGlobal() || holdsUS && (f.Name == report.ConsumerWarrants || f.Name == report.EnterpriseDisclosures) {
			figures[f.Name] = f.Value
		}
	}
	return figures
}

// breakIn is the break in the series that the view's periods lie on both sides of.
func breakIn(v report.Observations) *viewBreak {
	var first report.Period // the earliest after the break
	before := false
	for _, r := range v.Rows {
		if report.SeriesBreak(r.Period, report.Period{Year: 2016, Half: 2}) {
			if first.IsZero() || r.Period.Compare(first) < 0 {
				first = r.Period
			}
		} else {
			before = true
		}
	}
	if !before || first.IsZero() {
		return nil
	}
	return &viewBreak{first.String(), breakText}
}
