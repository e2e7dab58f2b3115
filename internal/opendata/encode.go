package opendata

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"fmt"
)

// BOM is the byte order mark that makes Excel read a CSV file as UTF-8. Files have it only on
// request, since other programs read it as part of the first column's name.
const BOM = "\ufeff"

// table collects the rows of a CSV file: RFC 4180, UTF-8 without a byte order mark, CR LF line ends
// and a header.
type table struct {
	file bytes.Buffer
	csv  *csv.Writer
}

func newTable(s Schema) *table {
	t := &table{}
	t.csv = csv.NewWriter(&t.file)
	t.csv.UseCRLF = true
	var header []string
	for _, f := range s.Fields {
		header = append(header, f.Name)
	}
	t.add(header...)
	return t
}

// add appends a row. Writing to a buffer cannot fail.
func (t *table) add(cells ...string) { _ = t.csv.Write(cells) }

func (t *table) bytes() []byte {
	t.csv.Flush()
	return t.file.Bytes()
}

// encodeJSON returns an indented JSON file. name is for errors.
func encodeJSON(name string, document any) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false) // nobody embeds the file in HTML, and names stay readable
	encoder.SetIndent("", " ")
	if err := encoder.Encode(document); err != nil {
		return nil, fmt.Errorf("write json of %s: %w", name, err)
	}
	return b.Bytes(), nil
}

// encodeXML returns an XML file. name is for errors.
func encodeXML(name string, document any, indent string) ([]byte, error) {
	body, err := xml.MarshalIndent(document, "", indent)
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", name, err)
	}
	return append([]byte(xml.Header), body...), nil
}
