package dcz

import (
	"math"
	"math/bits"
)

// table is a table of finite state entropy for one kind of codes (RFC 8878, section 4.1).
type table struct {
	log    int   // 1<<log states
	shares []int // of the states, by code; -1 is a code that is so rare that it has less than one
	states []uint16
	codes  []struct{ bits, find int } // by code: what a step adds to the state, to know how many bits it takes, and to find the next
}

// newTable returns the table of shares.
func newTable(log int, shares []int) *table {
	size := 1 << log
	t := &table{log: log, shares: shares, states: make([]uint16, size), codes: make([]struct{ bits, find int }, len(shares))}
	places := make([]int, size)
	begin := make([]int, len(shares)+1)
	high := size - 1
	for c, n := range shares {
		if n == -1 {
			places[high] = c
			high--
			n = 1
		}
		begin[c+1] = begin[c] + n
	}
	at, step := 0, size>>1+size>>3+3
	for c, n := range shares {
		for range n {
			places[at] = c
			for at = (at + step) & (size - 1); at > high; at = (at + step) & (size - 1) {
			}
		}
	}
	next := begin
	starts := append([]int(nil), begin...)
	for u, c := range places {
		t.states[next[c]] = uint16(size + u)
		next[c]++
	}
	for c, n := range shares {
		switch {
		case n == 0:
			t.codes[c].bits = (log+1)<<16 - size
		case n == 1 || n == -1:
			t.codes[c].bits, t.codes[c].find = log<<16-size, starts[c]-1
		default:
			most := log - (bits.Len(uint(n-1)) - 1)
			t.codes[c].bits, t.codes[c].find = most<<16-n<<most, starts[c]-n
		}
	}
	return t
}

// newShares shares 1<<log states among the codes as often as they occur.
func newShares(log int, counts []int) []int {
	sum, last := 0, 0
	for c, n := range counts {
		sum += n
		if n > 0 {
			last = c
		}
	}
	shares, left := make([]int, last+1), 1<<log
	for c, n := range counts[:last+1] {
		if n == 0 {
			continue
		}
		share := max(int(math.Round(float64(n)/float64(sum)*float64(int(1)<<log))), 1)
		shares[c] = share
		left -= share
	}
	for left != 0 { // each state more or less goes to where it changes the fewest bits
		best, gain := -1, math.Inf(-1)
		for c, n := range counts[:last+1] {
			to := shares[c] + sign(left)
			if n == 0 || to < 1 {
				continue
			}
			if g := float64(n) * math.Log2(float64(to)/float64(shares[c])); g > gain {
				best, gain = c, g
			}
		}
		shares[best] += sign(left)
		left -= sign(left)
	}
	return shares
}

func sign(n int) int {
	if n < 0 {
		return -1
	}
	return 1
}

// describe returns the table's shares as they are written (RFC 8878, section 4.1.1).
func (t *table) describe() []byte {
	var w bitWriter
	w.add(uint32(t.log-5), 4)
	remaining, threshold, width := 1<<t.log+1, 1<<t.log, t.log+1
	zero := false
	for c := 0; c < len(t.shares) && remaining > 1; {
		if zero {
			from := c
			for c < len(t.shares) && t.shares[c] == 0 {
				c++
			}
			for ; c >= from+3; from += 3 {
				w.add(3, 2)
			}
			w.add(uint32(c-from), 2)
		}
		n := t.shares[c]
		c++
		limit := 2*threshold - 1 - remaining
		remaining -= max(n, -n)
		n++
		if n >= threshold {
			n += limit
		}
		short := 0
		if n < limit {
			short = 1
		}
		w.add(uint32(n), width-short)
		zero = n == 1
		for ; remaining < threshold; width, threshold = width-1, threshold>>1 {
		}
	}
	return w.flush()
}

// cost returns the bits that codes take with the table, without their extra ones; infinite if it lacks one.
func (t *table) cost(counts []int) float64 {
	sum := 0.0
	for c, n := range counts {
		if n == 0 {
			continue
		}
		if c >= len(t.shares) || t.shares[c] == 0 {
			return math.Inf(1)
		}
		sum += float64(n) * (float64(t.log) - math.Log2(float64(max(t.shares[c], 1))))
	}
	return sum
}

// only returns the table of one code alone, which takes no bits.
func only(c int) *table {
	t := &table{shares: make([]int, c+1)}
	t.shares[c] = 1
	return t
}

// start returns the state of the code that is written first and read last.
func (t *table) start(c int) int {
	if t.log == 0 {
		return 0
	}
	n := (t.codes[c].bits + 1<<15) >> 16
	return int(t.states[(n<<16-t.codes[c].bits)>>n+t.codes[c].find])
}

// next writes how one comes from the state of a code to a state, and returns the former.
func (t *table) next(w *bitWriter, state, c int) int {
	if t.log == 0 {
		return 0
	}
	n := (state + t.codes[c].bits) >> 16
	w.add(uint32(state), n)
	return int(t.states[state>>n+t.codes[c].find])
}
