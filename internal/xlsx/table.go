package xlsx

import (
	"encoding/xml"
	"errors"
	"fmt"
)

// tablePart is the part of a workbook that describes a table. It has no filter buttons.
type tablePart struct {
	XMLName        xml.Name     `xml:"http://schemas.openxmlformats.org/spreadsheetml/2006/main table"`
	ID             int          `xml:"id,attr"`
	Name           string       `xml:"name,attr"`
	DisplayName    string       `xml:"displayName,attr"`
	Ref            string       `xml:"ref,attr"`
	HeaderRowCount int          `xml:"headerRowCount,attr"` // 1 is the default, but exceljs 4.4 takes none for 0
	TotalsRowCount int          `xml:"totalsRowCount,attr"`
	TotalsRowShown int          `xml:"totalsRowShown,attr"`
	Columns        tableColumns `xml:"tableColumns"`
	Style          tableStyle   `xml:"tableStyleInfo"`
}

type tableColumns struct {
	Count int           `xml:"count,attr"`
	All   []tableColumn `xml:"tableColumn"`
}

type tableColumn struct {
	ID    int    `xml:"id,attr"`
	Name  string `xml:"name,attr"`
	Label string `xml:"totalsRowLabel,attr,omitempty"` // of the totals row, which must repeat the cell
}

type tableStyle struct {
	Name          string `xml:"name,attr"`
	FirstColumn   int    `xml:"showFirstColumn,attr"`
	LastColumn    int    `xml:"showLastColumn,attr"`
	RowStripes    int    `xml:"showRowStripes,attr"`
	ColumnStripes int    `xml:"showColumnStripes,attr"`
}

const tableStyleName = "TableStyleLight1"

// newTablePart describes a table in an area of its sheet. A total is its totals row, which sorting,
// filtering and the sum of a column leave out. Its numbers are numbers and not formulas: they are
// figures as published, and programs that calculate nothing read them too.
func newTablePart(t Table, ref string, id int) tablePart {
	part := tablePart{ID: id, Name: t.Name, DisplayName: t.Name, Ref: ref, HeaderRowCount: 1, Style: tableStyle{Name: tableStyleName}}
	part.Columns.Count = len(t.Columns)
	for i, c := range t.Columns {
		part.Columns.All = append(part.Columns.All, tableColumn{ID: i + 1, Name: c.Header})
	}
	if t.HasTotal && len(t.Rows) > 1 { // a table must have a row besides its totals row
		part.TotalsRowCount, part.TotalsRowShown = 1, 1
		for i, value := range t.Rows[len(t.Rows)-1] {
			part.Columns.All[i].Label, _ = value.(string)
		}
	}
	return part
}

// replaceAll replaces the parts that excelize writes differently: the metadata, and each table.
func (p parts) replaceAll(core coreProperties, tables []tablePart) error {
	errs := []error{p.replace("docProps/core.xml", core)}
	for i, t := range tables {
		errs = append(errs, p.replace(fmt.Sprintf("xl/tables/table%d.xml", i+1), t))
	}
	return errors.Join(errs...)
}

// replace replaces a part. Its name is in the list of parts, so excelize must have written it.
func (p parts) replace(name string, content any) error {
	part := p[name]
	if part == nil {
		return fmt.Errorf("part %s: excelize wrote none", name)
	}
	text, err := xml.Marshal(content)
	if err != nil {
		return fmt.Errorf("part %s: %w", name, err)
	}
	part.Reset()
	part.WriteString(xml.Header)
	part.Write(text)
	return nil
}
