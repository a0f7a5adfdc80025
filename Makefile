.PHONY: run test ci bench crash network fuzz fmt vendor
run: ## serve on http://127.0.0.1:8080
	go run ./cmd/mockroom
test: ## all tests; browser tests skip without Chromium
	go test ./...
ci: ## what has to hold before a change lands
	.ci/run
bench: ## the product and two floors at rising load, on a quiet machine
	go build -o bin/ ./cmd/mockroom ./cmd/mockload
	bin/mockload bench -dir bin
crash: ## cuts the server's power and kills it 200 times under load, looks at what is left
	go build -o bin/ ./cmd/mockroom ./cmd/mockload
	bin/mockload crash
network: ## 5 clients, 10,000 edits each, through a bad network
	MOCKROOM_NETWORK_EDITS=10000 go test ./server/faultproxy -count=1 -v -timeout 10m
fuzz: ## every fuzz target for a minute
	@grep -rlE '^func Fuzz' --include=*_test.go . | while read -r f; do grep -oE '^func Fuzz[A-Za-z]+' $$f | while read -r _ t; do \
	  go test ./$$(dirname $$f) -run '^$$' -fuzz "^$$t\$$" -fuzztime 60s || exit 1; done || exit 1; done
fmt:
	gofmt -w cmd server problems static/*.go
	cd static && npx prettier --write js vendor/*.mjs
vendor: ## bundle third parties again, after npm ci
	cd static && npm ci && npm run vendor
