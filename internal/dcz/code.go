package dcz

import "math/bits"

// The three numbers of a sequence are written as codes with extra bits (RFC 8878, section 3.1.1.3.2.1.1).
type code struct {
	first int // the smallest number of the code
	extra int // bits
}

// codes returns the codes of numbers from least on: plain ones for each alone, then those with extra bits.
func codes(least, plain int, extra ...int) (list []code) {
	for range plain {
		list = append(list, code{least, 0})
		least++
	}
	for _, n := range extra {
		list = append(list, code{least, n})
		least += 1 << n
	}
	return list
}

var (
	literalCodes = codes(0, 16, 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16)
	lengthCodes  = codes(minCopy, 32, 1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16)
	offsetCodes  = func() (list []code) {
		for n := range 32 {
			list = append(list, code{1 << n, n})
		}
		return list
	}()
)

// literalCode returns the code of a number of literals.
func literalCode(n int) int {
	if n < 64 {
		return search(literalCodes, n)
	}
	return bits.Len(uint(n)) + 18
}

// lengthCode returns the code of the length of a copy.
func lengthCode(n int) int {
	if n-minCopy < 128 {
		return search(lengthCodes, n)
	}
	return bits.Len(uint(n-minCopy)) + 35
}

// offsetCode returns the code of the value of an offset.
func offsetCode(value int) int { return bits.Len(uint(value)) - 1 }

// search returns the last code that is not above n.
func search(codes []code, n int) int {
	at := 0
	for at+1 < len(codes) && codes[at+1].first <= n {
		at++
	}
	return at
}
