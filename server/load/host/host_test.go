package host

import (
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"testing"
	"time"
)

func TestMain(m *testing.M) {
	if os.Getenv("HOST_CHILD") != "" {
		stop := make(chan os.Signal, 1)
		signal.Notify(stop, os.Interrupt)
		fmt.Println("listening on http://127.0.0.1:1234")
		<-stop
		return
	}
	m.Run()
}

func TestProcessIsStartedOnOneProcessorAndStopped(t *testing.T) {
	t.Setenv("HOST_CHILD", "1")
	cpu := -1
	if all := Processors(); len(all) > 0 {
		cpu = all[len(all)-1]
	}
	p, err := Start(cpu, os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	if p.Addr != "127.0.0.1:1234" {
		t.Errorf("it listens on %q", p.Addr)
	}
	u := UsageOf(p.Pid())
	if runtime.GOOS == "linux" && u.Memory == 0 {
		t.Error("it uses no memory")
	}
	p.Stop()
	if _, err := Start(-1, "/does/not/exist"); err == nil {
		t.Error("a program that is not there was started")
	}
}

func TestShareIsOfOneProcessor(t *testing.T) {
	before := Usage{At: time.Unix(10, 0), CPU: time.Second}
	after := Usage{At: time.Unix(20, 0), CPU: 6 * time.Second}
	if got := after.Share(before); got != 0.5 {
		t.Errorf("5 s in 10 s are %v of a processor", got)
	}
	if got := before.Share(before); got != 0 {
		t.Errorf("nothing in no time is %v", got)
	}
}
