package report

// ColumnSet is a set of the six counts, by their index in Columns.
type ColumnSet uint8

// ColumnsOf returns the set of the counts with these indexes.
func ColumnsOf(indexes ...int) (s ColumnSet) {
	for _, i := range indexes {
		s |= 1 << i
	}
	return s
}

// Has reports whether count i is in the set.
func (s ColumnSet) Has(i int) bool { return s&(1<<i) != 0 }

// Names returns the names of the counts in the set, in the order of Columns.
func (s ColumnSet) Names() (names []string) {
	for i, name := range columns {
		if s.Has(i) {
			names = append(names, name)
		}
	}
	return names
}

// outcomeColumns is the set of the four outcomes.
const outcomeColumns ColumnSet = 0b111100
