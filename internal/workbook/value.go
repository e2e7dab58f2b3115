package workbook

import (
	"encoding/xml"
	"regexp"
	"strconv"
)

// number is how a spreadsheet stores one.
var number = regexp.MustCompile(`^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$`)

// cell reads one cell: its place, then its formula and its value.
func (w *worksheet) cell(m *markup, t xml.StartElement) (cell, error) {
	r, given := attribute(t, "r")
	column, row, ok := parseCell(r)
	if !given {
		return cell{}, refuse(CodeDamaged, "The cells of the part %s do not say where they stand, so that a missing one would not show. Save the file again in a spreadsheet program and upload that.", m.part)
	}
	if !ok || row != w.number {
		return cell{}, m.broken("row " + strconv.Itoa(w.number) + " holds a cell " + r)
	}
	w.reached = r
	if column > maxColumn || row > maxRow {
		return cell{}, w.tooMany(m)
	}
	look, err := w.look(m, t)
	if err != nil {
		return cell{}, err
	}
	kind, _ := attribute(t, "t")
	value, formula, err := w.inside(m, kind)
	if err != nil {
		return cell{}, err
	}
	return w.value(m, cell{column: column, formula: formula}, kind, value, look)
}

// inside reads what a cell's element holds, to its end. None of it may stand twice.
func (w *worksheet) inside(m *markup, kind string) (value string, formula bool, err error) {
	valued := false
	for end := m.depth - 1; m.depth > end; {
		token, err := m.next()
		if err != nil {
			return "", false, err
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		switch name := start.Name.Local; {
		case name == "f" && !formula:
			formula = true
			_, err = w.plainText(m)
		case name == "v" && !valued:
			valued = true
			value, err = w.plainText(m)
		case name == "is" && kind == "inlineStr" && !valued:
			valued = true
			value, err = w.richText(m)
		case name == "extLst":
			err = m.skip()
		default:
			err = m.broken("cell " + w.reached + " holds a " + name)
		}
		if err != nil {
			return "", false, err
		}
	}
	return value, formula, nil
}

// look is whether the cell's style shows a date.
func (w *worksheet) look(m *markup, t xml.StartElement) (bool, error) {
	s, given := attribute(t, "s")
	if !given {
		return false, nil
	}
	n, err := strconv.Atoi(s)
	known := w.formats.isDate
	if err != nil || n < 0 || n >= max(len(known), 1) {
		return false, m.broken("cell " + w.reached + " has the style " + s + ", which there is not")
	}
	return n < len(known) && known[n], nil
}

// value says what the cell holds, by the type that it names.
func (w *worksheet) value(m *markup, c cell, kind, value string, isDate bool) (cell, error) {
	c.text = value
	switch kind {
	case "", "n":
		if value == "" {
			return c, nil
		}
		if !number.MatchString(value) {
			return c, m.broken("cell " + w.reached + " says that it holds a number, and does not")
		}
		c.holds = holdsNumber
		if isDate {
			c.holds = holdsDate
		}
	case "s":
		c.holds = holdsText
		if value == "" {
			return c, nil
		}
		i, err := strconv.Atoi(value)
		if err != nil || i < 0 || i >= len(w.texts) {
			return c, m.broken("cell " + w.reached + " refers to the text " + value + ", which there is not")
		}
		c.text = w.texts[i]
		if w.left.text -= len(c.text); w.left.text < 0 {
			return c, w.longText(m)
		}
	case "str", "inlineStr":
		c.holds = holdsText
	case "d":
		c.holds = holdsDate
	case "b":
		c.holds = holdsTruth
	case "e":
		c.holds = holdsFault
	default:
		return c, m.broken("cell " + w.reached + " is of the type " + kind + ", which there is not")
	}
	return c, nil
}
