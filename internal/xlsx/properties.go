package xlsx

import "encoding/xml"

// coreProperties is the part of a workbook with its metadata. Its elements have the usual prefixes,
// because exceljs 4.4 knows them by prefix and refuses the file otherwise.
type coreProperties struct {
	XMLName     xml.Name     `xml:"cp:coreProperties"`
	CP          string       `xml:"xmlns:cp,attr"`
	DC          string       `xml:"xmlns:dc,attr"`
	DCTerms     string       `xml:"xmlns:dcterms,attr"`
	XSI         string       `xml:"xmlns:xsi,attr"`
	Title       string       `xml:"dc:title,omitempty"`
	Subject     string       `xml:"dc:subject,omitempty"`
	Creator     string       `xml:"dc:creator,omitempty"`
	Description string       `xml:"dc:description,omitempty"`
	ModifiedBy  string       `xml:"cp:lastModifiedBy,omitempty"`
	Language    string       `xml:"dc:language,omitempty"`
	Created     *w3cDateTime `xml:"dcterms:created"`
	Modified    *w3cDateTime `xml:"dcterms:modified"`
}

type w3cDateTime struct {
	Type string `xml:"xsi:type,attr"`
	Time string `xml:",chardata"`
}

// newCoreProperties returns the content of docProps/core.xml. Excelize's own has elements without a prefix.
func newCoreProperties(p Properties) coreProperties {
	core := coreProperties{
		CP:      "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
		DC:      "http://purl.org/dc/elements/1.1/",
		DCTerms: "http://purl.org/dc/terms/",
		XSI:     "http://www.w3.org/2001/XMLSchema-instance",
		Title:   p.Title, Subject: p.Subject, Creator: p.Publisher, Description: p.Description, ModifiedBy: p.Publisher, Language: p.Language,
	}
	if p.Time != "" {
		core.Created = &w3cDateTime{"dcterms:W3CDTF", p.Time}
		core.Modified = core.Created
	}
	return core
}
