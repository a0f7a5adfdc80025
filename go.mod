module mockroom

go 1.26
