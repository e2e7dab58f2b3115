package staff

import (
	"maps"
	"slices"
)

// Actions returns every action, in no order.
func Actions() []Action { return slices.Collect(maps.Keys(permissions)) }
