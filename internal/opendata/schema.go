package opendata

import (
	"slices"

	"lerr/internal/report"
)

// Field is one column of a table. All descriptions of the files use these.
type Field struct {
	Name     string   `json:"name"`
	Type     string   `json:"type"` // string, integer, number or datetime
	Meaning  string   `json:"meaning"`
	Enum     []string `json:"enum,omitempty"` // the allowed values; empty for any
	Pattern  string   `json:"-"`              // regular expression for values; empty for any
	Required bool     `json:"-"`              // no cell is empty
}

// Schema describes the columns of one kind of table.
type Schema struct {
	Name    string // "long"
	Title   string
	Meaning string
	Fields  []Field
	Key     []string // the fields that identify a row
}

const (
	periodPattern = "^[0-9]{4}-H[12]$"
	codePattern   = "^[A-Z]{2}$"
	digestPattern = "^[0-9a-f]{64}$"
)

var (
	periodField  = Field{Name: "period", Type: "string", Pattern: periodPattern, Required: true, Meaning: "Half-year: 2019-H1 is January to June 2019, H2 is July to December."}
	sectionField = Field{Name: "section", Type: "string", Enum: names(report.Sections()), Required: true, Meaning: "Kind of legal demand. combined (to 2016) and criminal (from 2017) are the headline; no other is part of it or added to it, and the two must not be compared with each other."}
	codeField    = Field{Name: "country_code", Type: "string", Pattern: codePattern, Meaning: "ISO 3166-1 alpha-2 code. It never changes, whatever the country is called. ZZ, which the standard leaves to users, are requests that have no country yet."}
	alpha3Field  = Field{Name: "alpha3", Type: "string", Pattern: "^[A-Z]{3}$", Meaning: "ISO 3166-1 alpha-3 code."}
	regionField  = Field{Name: "region", Type: "string", Meaning: "Slug of the report's own region that the place is or lies in; empty for the world."}

	countryCodeField   = Field{Name: codeField.Name, Type: "string", Pattern: codePattern, Required: true, Meaning: codeField.Meaning}
	countryRegionField = Field{Name: "region", Type: "string", Meaning: "Slug of the report's own region that the country lies in; empty for requests that have no country yet, which are in no region."}

	outcomesField = Field{Name: "outcomes_count", Type: "string", Enum: []string{"requests", "accounts"}, Required: true, Meaning: "What the four outcomes count in this section of this half-year. Civil outcomes count accounts in some half-years and requests in others."}
	notGivenField = Field{Name: "not_given", Type: "string", Meaning: "Names of the counts that the source leaves empty in a row that has others, in CSV divided by spaces. They are not 0, and sums leave them out."}
)

// countMeanings follow the order of report.Columns.
var countMeanings = [6]string{
	"Legal demands received.",
	"Accounts or users specified in them. One person can have several, and the same account can be named again.",
	"Ended with content disclosed.",
	"Ended with only non-content data disclosed.",
	"Ended with no data found.",
	"Rejected, as not meeting legal requirements.",
}

// names returns a list of texts of a type of their own as strings.
func names[S ~string](list []S) (all []string) {
	for _, s := range list {
		all = append(all, string(s))
	}
	return all
}

// countFields returns the six counts.
func countFields() (fields []Field) {
	for i, name := range report.Columns() {
		meaning := countMeanings[i]
		if i >= 2 {
			meaning += " Counts requests or accounts; see outcomes_count."
		}
		fields = append(fields, Field{Name: name, Type: "integer", Meaning: meaning + " Empty where the source gives none."})
	}
	return fields
}

// EditionSchema describes the table of CSV: a row for each country that made a request.
func EditionSchema() Schema {
	country := Field{Name: "country", Type: "string", Required: true, Meaning: "The country's name as this site shows it."}
	return Schema{
		Name: "figures", Title: "Figures by half-year, section and country",
		Meaning: "A row for each country in the published tables. A country without a row has no figure, which is not a published 0; a section without rows was not reported for that half-year.",
		Fields:  slices.Concat([]Field{periodField, sectionField, countryCodeField, country, countryRegionField}, countFields(), []Field{outcomesField}),
		Key:     []string{"period", "section", "country_code"},
	}
}

// placeFields returns the columns that identify the place of an observation.
func placeFields() []Field {
	return []Field{
		{Name: "place_type", Type: "string", Enum: []string{"global", "region", "country", "no_country"}, Required: true, Meaning: "Whether the row is the world's, a region's or a country's. The first two are sums of countries and must not be added to them. no_country are requests that have no country yet: the world's sum has them, and no region's."},
		{Name: "place", Type: "string", Required: true, Meaning: "The place as this site's addresses name it: global, a region's slug, or a country's code in lower case."},
		{Name: "name", Type: "string", Required: true, Meaning: "The place's name as this site shows it."},
		codeField, alpha3Field, regionField,
	}
}

var (
	revisionField = Field{Name: "revision", Type: "integer", Required: true, Meaning: "Number of the published revision that the figures are of."}
	noteField     = Field{Name: "note", Type: "string", Meaning: "Public note on the country's row; on the row of a sum, what it leaves out or includes, and on the world's, that on the whole section. One that begins as a formula does has an apostrophe before it."}
)

// LongSchema describes observations with one figure per row.
func LongSchema() Schema {
	fields := append([]Field{periodField, sectionField}, placeFields()...)
	columns := report.Columns()
	fields = append(fields,
		Field{Name: "measure", Type: "string", Enum: columns[:], Required: true, Meaning: "What is counted; see unit. The four outcomes content, non_content, no_data and rejected say how it ended."},
		Field{Name: "unit", Type: "string", Enum: []string{"requests", "accounts"}, Required: true, Meaning: "What the value counts. The outcomes count requests; in the section civil they count accounts in some half-years."},
		Field{Name: "value", Type: "integer", Meaning: "The figure as published; empty where status says why there is none."},
		Field{Name: "status", Type: "string", Enum: names(report.Statuses()), Required: true, Meaning: "Whether there is a figure, or why there is none."},
		revisionField, noteField,
	)
	return Schema{
		Name: "long", Title: "Figures, one a row",
		Meaning: "One row for each half-year, section, place and measure, with its status. Sums of regions and of the world stand beside the countries; place_type tells them apart.",
		Fields:  fields, Key: []string{"period", "section", "place", "measure"},
	}
}

// WideSchema describes observations with the six figures of a place in one row.
func WideSchema() Schema {
	fields := append([]Field{periodField, sectionField}, placeFields()...)
	fields = append(fields, Field{
		Name: "status", Type: "string", Required: true,
		Enum:    names([]report.Status{report.StatusNumber, report.StatusNoRow, report.StatusNotReported, report.StatusWithdrawn}),
		Meaning: "number where figures were published, of which each can be 0, or empty if it is not given; else why there are none.",
	})
	fields = append(fields, countFields()...)
	return Schema{
		Name: "wide", Title: "Figures, one place a row",
		Meaning: "One row for each half-year, section and place, with the six figures as columns. Sums of regions and of the world stand beside the countries; place_type tells them apart.",
		Fields:  append(fields, revisionField, noteField, outcomesField, notGivenField), Key: []string{"period", "section", "place"},
	}
}

// RevisionSchema describes the list of published revisions.
func RevisionSchema() Schema {
	return Schema{
		Name: "revisions", Title: "Published revisions",
		Meaning: "One row for each revision that is or was public, newest half-year first.",
		Fields: []Field{
			periodField, {Name: "revision", Type: "integer", Required: true, Meaning: "1 for the first publication; each correction is one more."},
			{Name: "state", Type: "string", Required: true, Enum: names([]report.RevisionState{report.Published, report.Superseded, report.Withdrawn}), Meaning: "published is current; superseded stays at its own address; withdrawn is out of sight."},
			{Name: "published_at", Type: "datetime", Required: true, Meaning: "When it became public, UTC."},
			{Name: "withdrawn_at", Type: "datetime", Meaning: "When it was withdrawn, UTC; empty when it is not."},
			{Name: "note", Type: "string", Meaning: "What changed, why and with what effect, or why it was published again; empty for a first publication."},
			{Name: "notice", Type: "string", Meaning: "What stands in the place of a withdrawn revision."},
			{Name: "digest", Type: "string", Pattern: digestPattern, Meaning: "SHA-256 of all figures and notes, in lower-case hex."},
			{Name: "again", Type: "boolean", Required: true, Meaning: "Whether it published the half-year again after a withdrawal."},
			{Name: "direct", Type: "boolean", Required: true, Meaning: "Whether it was published directly, without a second person."},
		},
		Key: []string{"period", "revision"},
	}
}

// CountrySchema describes the list of countries and territories.
func CountrySchema() Schema {
	return Schema{
		Name: "countries", Title: "Countries and territories",
		Meaning: "One row for each country or territory that the report knows, with its codes and names.",
		Fields: []Field{
			countryCodeField, alpha3Field,
			{Name: "name", Type: "string", Required: true, Meaning: "The name as this site shows it. It can change; the codes do not."},
			countryRegionField, {Name: "region_name", Type: "string", Meaning: "The region's name."},
			{Name: "also_written", Type: "string", Meaning: "Other names that published workbooks used, divided by |."},
		},
		Key: []string{"country_code"},
	}
}

// FigureSchema describes the list of single figures that periods report beside their tables.
func FigureSchema() Schema {
	return Schema{
		Name: "other-figures", Title: "Figures beside the tables",
		Meaning: "One row for each single figure that a half-year reports beside its tables. A figure without a row was not reported.",
		Fields: []Field{
			periodField, {Name: "name", Type: "string", Enum: report.SingleFigureNames(), Required: true, Meaning: "Which figure it is."},
			{Name: "value", Type: "integer", Required: true, Meaning: "The figure as published."},
			{Name: "meaning", Type: "string", Required: true, Meaning: "What it counts, in words."},
			revisionField,
		},
		Key: []string{"period", "name"},
	}
}

// shareFields returns the columns that ObservationsJSON has in addition to those of WideSchema.
func shareFields() (fields []Field) {
	columns := report.Columns()
	for _, name := range columns[2:] {
		fields = append(fields, Field{Name: name + "_share", Type: "number", Meaning: "The outcome as a part of the sum of the four, in percent, not rounded. null where there is nothing to divide."})
	}
	return fields
}
