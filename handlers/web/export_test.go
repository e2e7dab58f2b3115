package web

// ErrorStatuses lists the statuses that have an error page.
func ErrorStatuses() (list []int) {
	for status := range errorTexts {
		list = append(list, status)
	}
	return list
}
