package browser

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/chromedp"
)

// treeProperties are the properties of an element that a tree names.
var treeProperties = []accessibility.PropertyName{"level", "checked", "expanded", "required", "invalid", "readonly", "disabled", "live"}

// formerRoles maps the names of roles in earlier browsers to the present ones.
var formerRoles = map[string]string{"DescriptionListTerm": "term", "DescriptionListDetail": "definition", "Details": "group"}

// Tree returns the page as assistive technology is told it: an element in each line, with its role, its name, its
// description, its value and its states, below the element that it is in. Texts stand in the names of what they are in.
func (tab *Tab) Tree() string {
	tab.t.Helper()
	tab.check(tab.navigation.settle(tab.ctx), "Tree()")
	all, err := chromedp.Call(tab.ctx, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{})
	tab.check(err, "Tree()")
	byID := map[accessibility.NodeID]*accessibility.Node{}
	for _, n := range all.Nodes {
		byID[n.NodeID] = n
	}
	var lines []string
	var add func(n *accessibility.Node, depth int)
	add = func(n *accessibility.Node, depth int) {
		if line := treeLine(n); line != "" {
			lines = append(lines, strings.Repeat("  ", depth)+line)
			depth++
		}
		if valueText(n.Role) == "DateTime" { // what the browser's own field is made of
			return
		}
		for _, id := range n.ChildIDs {
			if child, ok := byID[id]; ok {
				add(child, depth)
			}
		}
	}
	if len(all.Nodes) > 0 {
		add(all.Nodes[0], 0)
	}
	return strings.Join(lines, "\n") + "\n"
}

// treeLine describes an element, "" if it is none that a reader is told of.
func treeLine(n *accessibility.Node) string {
	role := valueText(n.Role)
	if n.Ignored || slices.Contains([]string{"none", "generic", "InlineTextBox", "LineBreak", "ListMarker"}, role) {
		return ""
	}
	if name, ok := formerRoles[role]; ok {
		role = name
	}
	line := role
	if text := valueText(n.Name); text != "" {
		line += fmt.Sprintf(" %q", text)
	}
	if text := valueText(n.Value); text != "" {
		line += fmt.Sprintf(" = %q", text)
	}
	if text := valueText(n.Description); text != "" {
		line += fmt.Sprintf(" (%s)", text)
	}
	for _, p := range n.Properties {
		if p.Name == "level" && role != "heading" {
			continue
		}
		if text := valueText(p.Value); slices.Contains(treeProperties, p.Name) && text != "" && text != "false" {
			line += fmt.Sprintf(" %s=%s", p.Name, text)
		}
	}
	return line
}

// valueText returns a value as text, "" for none.
func valueText(v *accessibility.Value) string {
	if v == nil || len(v.Value) == 0 {
		return ""
	}
	var value any
	if json.Unmarshal(v.Value, &value) != nil || value == nil {
		return ""
	}
	return strings.Join(strings.Fields(fmt.Sprint(value)), " ")
}
