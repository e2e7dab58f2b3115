package opendata

import (
	"io"
	"maps"
	"slices"

	"lerr/internal/report"
)

// object is a piece of a JSON Schema or of an OpenAPI document.
type object = map[string]any

// SchemaNames lists the kinds of JSON file that have a schema.
func SchemaNames() []string { return slices.Sorted(maps.Keys(schemas())) }

// Schema writes the JSON Schema (2020-12) of one kind of JSON file; address is its own. Names of
// properties are append-only: readers take more than is described here.
func Schema(w io.Writer, name, address string) error {
	schema := maps.Clone(schemas()[name])
	schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	schema["$id"] = address
	return writeIndented(w, "schema "+name, schema)
}

func schemas() map[string]object {
	return map[string]object{
		"view": viewSchema(), "edition": editionSchema(), "revisions": revisionsSchema(), "problem": problemSchema(),
	}
}

// record is an object all of whose properties are there, but the optional ones.
func record(title string, properties object, optional ...string) object {
	var required []string
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		if !slices.Contains(optional, name) {
			required = append(required, name)
		}
	}
	o := object{"type": "object", "properties": properties, "required": required}
	if title != "" {
		o["title"] = title
	}
	return o
}

func list(items object) object { return object{"type": "array", "items": items} }

func described(o object, meaning string) object {
	o = maps.Clone(o)
	o["description"] = meaning
	return o
}

var (
	text     = object{"type": "string"}
	count    = object{"type": "integer", "minimum": 0}
	instant  = object{"type": "string", "format": "date-time"}
	day      = object{"type": "string", "format": "date"}
	truth    = object{"type": "boolean"}
	half     = object{"type": "string", "pattern": periodPattern}
	share    = object{"type": []string{"number", "null"}, "minimum": 0, "maximum": 100}
	noted    = object{"type": []string{"string", "null"}}
	coded    = object{"type": []string{"string", "null"}, "pattern": codePattern}
	digested = object{"type": "string", "pattern": "^[0-9a-f]{64}$"}
	sections = object{"type": "string", "enum": sectionNames()}
	licensed = record("", object{"name": text, "short": text, "address": object{"type": "string"}})
	noteItem = record("", object{"section": noted, "country_code": coded, "text": text})
	byName   = object{"type": "object", "additionalProperties": count}
)

// property is a column as a property of a row: null where a cell may be empty.
func property(f Field) object {
	o := object{"type": f.Type, "description": f.Meaning}
	switch f.Type {
	case "integer":
		o["minimum"] = 0
	case "datetime":
		o["type"], o["format"] = "string", "date-time"
	case "number":
		o["minimum"], o["maximum"] = 0, 100
	}
	if !f.Required {
		o["type"] = []any{o["type"], "null"}
	}
	if len(f.Enum) > 0 {
		o["enum"] = f.Enum
	}
	if f.Pattern != "" {
		o["pattern"] = f.Pattern
	}
	return o
}

func rowSchema(fields []Field) object {
	properties := object{}
	for _, f := range fields {
		properties[f.Name] = property(f)
	}
	return record("", properties)
}

func placeSchema() object { return rowSchema(placeFields()) }

func columnsSchema() object {
	return list(record("", object{"name": text, "type": text, "meaning": text, "enum": list(text)}, "enum"))
}

func viewSchema() object {
	return record("The figures of one page", object{
		"title": text, "label": text, "language": text, "organization": text, "publisher": text, "recreation": text,
		"source": text, "contact": text, "license": licensed,
		"citation":     described(text, "How to cite these figures, at the revision that they are of."),
		"period":       described(object{"type": []string{"string", "null"}, "pattern": periodPattern}, "The half-year; null where there are several."),
		"place":        described(placeSchema(), "The place that the page is of; the rows also hold what lies in it."),
		"revision":     described(nullable(record("", object{"number": count, "state": object{"enum": []string{"published", "superseded"}}, "published_at": instant, "digest": digested, "note": text}, "note")), "The revision; null where there are several half-years."),
		"updated_at":   described(instant, "When any of these figures last changed."),
		"row_count":    described(count, "How many rows there are."),
		"figure_count": described(count, "How many figures, or reasons why there is none, they hold: six a row."),
		"full_table":   described(record("", object{"address": text, "rows": count}), "The file that holds all countries as published, and its number of rows."),
		"links": record("", object{
			"self": text, "page": text, "csv": text, "csv_wide": text, "pinned": text, "schema": text, "catalog": text, "workbook": text,
		}, "pinned", "workbook"),
		"columns":  described(columnsSchema(), "What each property of a row means."),
		"statuses": described(list(record("", object{"status": text, "sign": text, "meaning": text})), "What a figure can be."),
		"sections": described(list(record("", object{"section": sections, "name": text, "is_headline": truth, "outcomes_count": text})), "What the sections are."),
		"series_break": described(nullable(record("", object{"before": half, "text": text})),
			"The break that the half-years lie on both sides of: the first half-year after it, and why figures are not compared across it."),
		"figures": described(byName, "Single figures that the half-year reports beside its tables."),
		"notes":   list(noteItem),
		"rows":    list(rowSchema(append(WideTable().Fields, shareFields()...))),
	}, "recreation")
}

// nullable is a schema or null.
func nullable(o object) object { return object{"anyOf": []any{o, object{"type": "null"}}} }

func editionSchema() object {
	figures := object{}
	for _, f := range countFields(true) {
		figures[f.Name] = property(f)
	}
	for _, f := range shareFields() {
		figures[f.Name] = share
	}
	row := maps.Clone(figures)
	row["country_code"], row["country"], row["region"], row["note"] = object{"type": "string", "pattern": codePattern}, text, text, noted
	return record("One half-year as published", object{
		"period": half, "label": text, "first_day": day, "last_day": day, "title": text, "language": text, "organization": text,
		"publisher": text, "recreation": text, "source": text, "contact": text, "license": licensed, "citation": text, "address": text,
		"revision": count, "revision_note": text, "published_at": instant, "digest": digested,
		"places": record("", object{
			"regions":   list(record("", object{"slug": text, "name": text})),
			"countries": list(record("", object{"code": text, "name": text, "region": text})),
		}),
		"sections": list(record("", object{
			"section": sections, "name": text, "outcomes_count": object{"enum": []string{"requests", "accounts"}}, "note": noted,
			"totals": record("", figures), "rows": list(record("", row)),
		})),
		"figures": described(byName, "By name; a name that is missing was not reported."),
		"notes":   list(noteItem),
	}, "recreation", "address", "revision_note")
}

func revisionsSchema() object {
	fields := append(RevisionTable().Fields, Field{Name: "address", Type: "string", Required: true, Meaning: "The page that shows the revision, or its notice."})
	return record("What was published when", object{
		"title": text, "license": licensed, "source": text, "updated_at": text, "row_count": count,
		"columns": columnsSchema(), "rows": list(rowSchema(fields)),
	})
}

func problemSchema() object {
	return record("Why there are no figures", object{
		"title": text, "status": count, "detail": described(text, "The public notice."), "period": half,
		"code": object{"enum": statusNames(report.StatusWithdrawn)}, "withdrawn_at": instant,
	})
}
