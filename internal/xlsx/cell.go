package xlsx

import (
	"encoding/xml"
	"regexp"
	"strconv"
)

// number matches the stored form of numbers.
var number = regexp.MustCompile(`^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$`)

// IsNumber reports whether s is a decimal number, as a workbook stores it.
func IsNumber(s string) bool { return number.MatchString(s) }

// readCell reads one cell: its place, its formula and its value.
func (w *worksheet) readCell(t xml.StartElement) Cell {
	r := attribute(t, "r")
	column, row, ok := parseCell(r)
	if r == "" {
		w.book.damaged("The cells of the part %s do not state their places, so that a missing one would not be noticed.", w.part)
	}
	if !ok || row != w.number {
		w.damaged("row " + strconv.Itoa(w.number) + " holds a cell " + r)
	}
	w.cell = r
	if column > MaxColumn || row > MaxRow {
		w.tooFar()
	}
	isDate, kind := w.showsDate(attribute(t, "s")), attribute(t, "t")
	value, formula := w.content(kind)
	c := Cell{Column: column, Formula: formula, Text: value}
	switch kind {
	case "", "n":
		c.Kind = w.numberKind(value, isDate)
	case "s":
		c.Kind, c.Text = Text, w.sharedString(value)
	case "str", "inlineStr":
		c.Kind = Text
	case "d":
		c.Kind = Date
	case "b":
		c.Kind = Bool
	case "e":
		c.Kind = Fault
	default:
		w.damaged("cell " + w.cell + " has the unknown type " + kind)
	}
	return c
}

// content reads the formula and the value of a cell. Neither may appear twice.
func (w *worksheet) content(kind string) (value string, formula bool) {
	hasValue := false
	w.children(func(t xml.StartElement) {
		switch name := t.Name.Local; {
		case name == "f" && !formula:
			formula = true
			w.plainText()
		case name == "v" && !hasValue:
			hasValue = true
			value = w.plainText()
		case name == "is" && kind == "inlineStr" && !hasValue:
			hasValue = true
			value = w.richText()
		case name == "extLst":
			w.skip()
		default:
			w.damaged("cell " + w.cell + " holds a " + name)
		}
	})
	return value, formula
}

// showsDate reports whether a style shows numbers as dates. A cell without a style has the style "".
func (w *worksheet) showsDate(style string) bool {
	if style == "" {
		return false
	}
	n, err := strconv.Atoi(style)
	if err != nil || n < 0 || n >= max(len(w.isDate), 1) {
		w.damaged("cell " + w.cell + " has the style " + style + ", which does not exist")
	}
	return n < len(w.isDate) && w.isDate[n]
}

func (w *worksheet) numberKind(value string, isDate bool) Kind {
	switch {
	case value == "":
		return Empty
	case !IsNumber(value):
		w.damaged("cell " + w.cell + " says that it holds a number, and does not")
	case isDate:
		return Date
	}
	return Number
}

func (w *worksheet) sharedString(value string) string {
	if value == "" {
		return ""
	}
	i, err := strconv.Atoi(value)
	if err != nil || i < 0 || i >= len(w.strings) {
		w.damaged("cell " + w.cell + " refers to the text " + value + ", which does not exist")
	}
	s := w.strings[i]
	w.textLeft -= len(s)
	w.checkLength(0)
	return s
}
