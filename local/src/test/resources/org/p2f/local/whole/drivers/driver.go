// Drives the client of oapi-codegen; every_operation.py says how.
package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"reflect"
	"strings"
)

type call struct {
	Operation  string
	Token      string
	Parameters map[string]any
	Path       []string
	Body       json.RawMessage
	Bytes      *string
}

func main() {
	in := bufio.NewReader(os.Stdin)
	for {
		line, err := in.ReadBytes('\n')
		if err != nil {
			return
		}
		reply, err := answer(line)
		if err != nil {
			reply = map[string]any{"error": err.Error()}
		}
		told, _ := json.Marshal(reply)
		fmt.Println(string(told))
	}
}

func answer(line []byte) (map[string]any, error) {
	var asked call
	if err := json.Unmarshal(line, &asked); err != nil {
		return nil, err
	}
	authorize := func(_ context.Context, request *http.Request) error {
		request.Header.Set("Authorization", "Bearer "+asked.Token)
		return nil
	}
	client, err := NewClientWithResponses(os.Getenv("URL"), WithRequestEditorFn(authorize))
	if err != nil {
		return nil, err
	}
	name := strings.ToUpper(asked.Operation[:1]) + asked.Operation[1:]
	if asked.Bytes != nil {
		name += "WithBody"
	}
	method := reflect.ValueOf(client).MethodByName(name + "WithResponse")
	if !method.IsValid() {
		return nil, fmt.Errorf("there is no %sWithResponse", name)
	}
	arguments, err := arguments(method.Type(), asked)
	if err != nil {
		return nil, err
	}
	told := method.Call(arguments)
	if failure := told[1].Interface(); failure != nil {
		return nil, failure.(error)
	}
	return reply(told[0])
}

// The arguments of a method: the context, the path's parameters, all others, and the body.
func arguments(method reflect.Type, asked call) ([]reflect.Value, error) {
	arguments := []reflect.Value{reflect.ValueOf(context.Background())}
	for i := 1; i < method.NumIn()-1; i++ {
		into := reflect.New(method.In(i))
		var err error
		switch {
		case i <= len(asked.Path):
			err = fill(into, asked.Parameters[asked.Path[i-1]])
		case strings.HasSuffix(method.In(i).String(), "Params"):
			err = fill(into, asked.Parameters)
		case asked.Bytes != nil && method.In(i).Kind() == reflect.String:
			into.Elem().SetString("application/octet-stream")
		case asked.Bytes != nil:
			var body []byte
			body, err = base64.StdEncoding.DecodeString(*asked.Bytes)
			into.Elem().Set(reflect.ValueOf(io.Reader(bytes.NewReader(body))))
		default:
			err = json.Unmarshal(asked.Body, into.Interface())
		}
		if err != nil {
			return nil, err
		}
		arguments = append(arguments, into.Elem())
	}
	return arguments, nil
}

func fill(into reflect.Value, value any) error {
	told, err := json.Marshal(value)
	if err != nil {
		return err
	}
	return json.Unmarshal(told, into.Interface())
}

// What the client has read: the field of the status, or the bytes if none was read into.
func reply(answer reflect.Value) (map[string]any, error) {
	status := answer.MethodByName("StatusCode").Call(nil)[0].Interface().(int)
	body := answer.Elem().FieldByName("Body").Bytes()
	if status >= 400 {
		return map[string]any{"status": status, "error": string(body)}, nil
	}
	for _, name := range []string{fmt.Sprintf("JSON%d", status), "JSON2XX"} {
		field := answer.Elem().FieldByName(name)
		if field.IsValid() && !field.IsNil() {
			return map[string]any{"status": status, "answer": field.Interface()}, nil
		}
	}
	if len(body) == 0 {
		return map[string]any{"status": status}, nil
	}
	return map[string]any{
		"status": status,
		"answer": map[string]string{"base64": base64.StdEncoding.EncodeToString(body)},
	}, nil
}
