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

// cell reads one cell: its place, its formula and its value.
func (w *worksheet) cell(x *xmlReader, t xml.StartElement) (Cell, error) {
	r, given := lookUp(t, "r")
	column, row, ok := parseCell(r)
	if !given {
		return Cell{}, damaged("The cells of the part %s do not state their places, so that a missing one would not be noticed.", x.part)
	}
	if !ok || row != w.number {
		return Cell{}, x.damaged("row " + strconv.Itoa(w.number) + " holds a cell " + r)
	}
	w.reached = r
	if column > MaxColumn || row > MaxRow {
		return Cell{}, tooFar(x)
	}
	isDate, err := w.showsDate(x, t)
	if err != nil {
		return Cell{}, err
	}
	kind := attribute(t, "t")
	value, formula, err := w.content(x, kind)
	if err != nil {
		return Cell{}, err
	}
	return w.typed(x, Cell{Column: column, Formula: formula, Text: value}, kind, isDate)
}

// content reads the formula and the value of a cell. Neither may appear twice.
func (w *worksheet) content(x *xmlReader, kind string) (value string, formula bool, err error) {
	hasValue := false
	err = x.children(func(t xml.StartElement) (err error) {
		switch name := t.Name.Local; {
		case name == "f" && !formula:
			formula = true
			_, err = w.plainText(x)
		case name == "v" && !hasValue:
			hasValue = true
			value, err = w.plainText(x)
		case name == "is" && kind == "inlineStr" && !hasValue:
			hasValue = true
			value, err = w.richText(x)
		case name == "extLst":
			err = x.skip()
		default:
			err = x.damaged("cell " + w.reached + " holds a " + name)
		}
		return err
	})
	return value, formula, err
}

// showsDate reports whether the style of the cell shows a number as a date.
func (w *worksheet) showsDate(x *xmlReader, t xml.StartElement) (bool, error) {
	s, given := lookUp(t, "s")
	if !given {
		return false, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n >= max(len(w.isDate), 1) {
		return false, x.damaged("cell " + w.reached + " has the style " + s + ", which does not exist")
	}
	return n < len(w.isDate) && w.isDate[n], nil
}

// typed completes a cell by the type that it states.
func (w *worksheet) typed(x *xmlReader, c Cell, kind string, isDate bool) (Cell, error) {
	switch kind {
	case "", "n":
		switch {
		case c.Text == "":
		case !IsNumber(c.Text):
			return c, x.damaged("cell " + w.reached + " says that it holds a number, and does not")
		case isDate:
			c.Kind = Date
		default:
			c.Kind = Number
		}
	case "s":
		c.Kind = Text
		if c.Text == "" {
			return c, nil
		}
		i, err := strconv.Atoi(c.Text)
		if err != nil || i < 0 || i >= len(w.strings) {
			return c, x.damaged("cell " + w.reached + " refers to the text " + c.Text + ", which does not exist")
		}
		c.Text = w.strings[i]
		if w.left.text -= len(c.Text); w.left.text < 0 {
			return c, longText(x)
		}
	case "str", "inlineStr":
		c.Kind = Text
	case "d":
		c.Kind = Date
	case "b":
		c.Kind = Bool
	case "e":
		c.Kind = Fault
	default:
		return c, x.damaged("cell " + w.reached + " has the unknown type " + kind)
	}
	return c, nil
}
