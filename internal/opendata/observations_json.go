package opendata

import (
	"fmt"

	"lerr/internal/report"
	"lerr/internal/urls"
)

// ObservationsInput holds what ObservationsJSON writes. Its Updated counts for several periods;
// one period's figures last changed when their revision was published.
type ObservationsInput struct {
	Metadata
	Observations report.Observations
	Page         string // path of the page that shows them
	ArchiveRows  int    // rows of the file of all periods
}

// observationsDocument is the file. The order of fields is the file's.
type observationsDocument struct {
	Title string `json:"title"`
	Label string `json:"label"`
	attribution
	Period      *report.Period   `json:"period" jsonschema:"The half-year; null where there are several."`
	Place       place            `json:"place" jsonschema:"The place that the page is of; the rows also hold what lies in it."`
	Revision    *revision        `json:"revision" jsonschema:"The revision; null where there are several half-years."`
	UpdatedAt   instant          `json:"updated_at" jsonschema:"When any of these figures last changed."`
	RowCount    int              `json:"row_count" jsonschema:"How many rows there are."`
	FigureCount int              `json:"figure_count" jsonschema:"How many figures, or reasons why there is none, they hold: six a row."`
	Full        fullTable        `json:"full_table" jsonschema:"The file that holds all countries as published, and its number of rows."`
	Links       links            `json:"links"`
	Columns     []Field          `json:"columns" jsonschema:"What each property of a row means."`
	Statuses    []status         `json:"statuses" jsonschema:"What a figure can be."`
	Sections    []sectionMeaning `json:"sections" jsonschema:"What the sections are."`
	Break       *seriesBreak     `json:"series_break" jsonschema:"The break that the half-years lie on both sides of: the first half-year after it, and why figures are not compared across it."`
	Figures     map[string]int   `json:"figures" jsonschema:"Single figures that the half-year reports beside its tables."`
	Notes       []note           `json:"notes"`
	Rows        []observation    `json:"rows"`
}

type place struct {
	Type   string  `json:"place_type"`
	Slug   string  `json:"place"`
	Name   string  `json:"name"`
	Code   *string `json:"country_code"`
	Alpha3 *string `json:"alpha3"`
	Region *string `json:"region"`
}

type revision struct {
	Number      int          `json:"number"`
	State       currentState `json:"state"`
	PublishedAt instant      `json:"published_at"`
	Digest      digest       `json:"digest"`
	Note        string       `json:"note,omitempty"`
}

type fullTable struct {
	Address string `json:"address"`
	Rows    int    `json:"rows"`
}

// links are addresses of other forms of the same figures. Pinned and Workbook are empty for several
// periods.
type links struct {
	Self     string `json:"self"`
	Page     string `json:"page"`
	CSV      string `json:"csv"`
	WideCSV  string `json:"csv_wide"`
	Pinned   string `json:"pinned,omitempty"`
	Schema   string `json:"schema"`
	Catalog  string `json:"catalog"`
	Workbook string `json:"workbook,omitempty"`
}

type status struct {
	Status  string `json:"status"`
	Sign    string `json:"sign"`
	Meaning string `json:"meaning"`
}

type sectionMeaning struct {
	Section       report.Section `json:"section"`
	Name          string         `json:"name"`
	IsHeadline    bool           `json:"is_headline"`
	OutcomesCount string         `json:"outcomes_count"`
}

type seriesBreak struct {
	Before report.Period `json:"before"` // the first period after the break
	Text   string        `json:"text"`
}

type observation struct {
	Period  report.Period  `json:"period"`
	Section report.Section `json:"section"`
	place
	Status report.Status `json:"status"`
	figures
	Revision      int      `json:"revision"`
	Note          *string  `json:"note"`
	OutcomesCount unit     `json:"outcomes_count"`
	NotGiven      []string `json:"not_given"`
}

// ObservationsJSON returns observations with everything that a reader needs to use them: their
// description, licence and citation, the meaning of each column and status, and the rows of WideCSV
// with the outcomes' shares in percent. Property names are append-only.
func ObservationsJSON(in ObservationsInput) ([]byte, error) {
	v := in.Observations
	if err := checkRows(v); err != nil {
		return nil, fmt.Errorf("write json: %w", err)
	}
	d := observationsDocument{
		Title: in.Site.Title, Label: v.Label, Place: placeOf(v.Place), UpdatedAt: instant(timestamp(in.Updated)),
		RowCount: len(v.Rows), FigureCount: v.FigureCount(), Full: fullTable{in.absolute(urls.AllCSV), in.ArchiveRows},
		Links: links{
			Self: in.absolute(urls.Data(in.Page, "json")), Page: in.absolute(in.Page), CSV: in.absolute(urls.Data(in.Page, "csv")),
			WideCSV: in.absolute(urls.Data(in.Page, "wide.csv")), Schema: in.absolute(urls.Schema("view")), Catalog: in.absolute(urls.DataPackage),
		},
		Columns: append(WideSchema().Fields, shareFields()...), Break: breakIn(v.Rows),
		Figures: map[string]int{}, Notes: []note{}, Rows: []observation{},
	}
	d.attribution = in.attribution(in.citeAll(in.places(), d.Links.Page))
	if !v.Period.IsZero() {
		d.addRevision(in)
	}
	for _, s := range report.Statuses() {
		d.Statuses = append(d.Statuses, status{string(s), s.Sign(), s.Meaning()})
	}
	for _, s := range report.Sections() {
		d.Sections = append(d.Sections, sectionMeaning{s, s.Name(), s.IsHeadline(), string(s.UsualUnit())})
	}
	for _, r := range v.Rows {
		d.Rows = append(d.Rows, observationOf(r))
	}
	return encodeJSON(v.Label, d)
}

// places names the place of observations of all periods. It is empty where they are of all places.
func (in ObservationsInput) places() string {
	if in.Page == urls.DataPage {
		return ""
	}
	return in.Observations.Place.Name()
}

// addRevision adds what only the observations of one period have.
func (d *observationsDocument) addRevision(in ObservationsInput) {
	v := in.Observations
	r := v.Revision
	file := func(format string) string { return in.absolute(urls.RevisionDownload(v.Period, r.Number, format)) }
	d.Period = &v.Period
	d.Revision = &revision{
		Number: r.Number, State: currentState(r.State), PublishedAt: instant(timestamp(r.PublishedAt)), Digest: digest(r.Digest), Note: r.Note,
	}
	d.UpdatedAt = d.Revision.PublishedAt
	d.Full = fullTable{Address: file("csv")}
	for _, t := range r.Edition.Tables {
		d.Full.Rows += len(t.Rows)
	}
	d.Links.Workbook = file("xlsx")
	d.Links.Pinned = in.absolute(urls.Revision(v.Period, r.Number, v.Place))
	d.Citation = in.Site.Cite(r.Citation(v.Label, d.Links.Pinned))
	d.Notes = observationNotes(v)
	d.Figures = singleFigures(v)
}

func placeOf(p report.Place) place {
	return place{
		Type: placeType(p), Slug: p.Slug(), Name: p.Name(), Code: optional(p.Country.Code),
		Alpha3: optional(p.Country.Alpha3()), Region: optional(regionOf(p)),
	}
}

func observationOf(r report.Observation) observation {
	o := observation{
		Period: r.Period, Section: r.Section, place: placeOf(r.Place), Status: r.Status, Revision: r.Revision, Note: optional(r.Note),
		OutcomesCount: unit(r.Unit), NotGiven: append([]string{}, r.Counts.NotGiven.Names()...),
	}
	if r.Status.HasFigure() {
		o.figures = figuresOf(r.Counts)
	}
	return o
}
