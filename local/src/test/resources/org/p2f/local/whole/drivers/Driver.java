import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.ToNumberPolicy;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import okhttp3.Response;
import org.p2f.generated.ApiClient;
import org.p2f.generated.ApiException;
import org.p2f.generated.ApiResponse;
import org.p2f.generated.JSON;

/** Drives the client of openapi-generator for Java; every_operation.py says how. */
public final class Driver {
  private static final Path APIS = Path.of("src/main/java/org/p2f/generated/api");

  private final ApiClient client = new ApiClient();
  private final Gson plain =
      JSON.getGson()
          .newBuilder()
          .setObjectToNumberStrategy(ToNumberPolicy.LONG_OR_DOUBLE) // or a seed is 2.0
          .create();
  private final Gson withNulls = plain.newBuilder().serializeNulls().create();
  private final Map<String, Object> apis = new HashMap<>();
  private int status;

  private Driver() throws Exception {
    client.setHttpClient(
        client
            .getHttpClient()
            .newBuilder()
            .readTimeout(Duration.ofMinutes(2))
            .addInterceptor(
                call -> {
                  Response response = call.proceed(call.request());
                  status = response.code();
                  return response;
                })
            .build());
    client.setBasePath(System.getenv("URL"));
    try (Stream<Path> files = Files.list(APIS)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString().replace(".java", "");
        Class<?> api = Class.forName("org.p2f.generated.api." + name);
        Object made = api.getConstructor(ApiClient.class).newInstance(client);
        Stream.of(api.getMethods()).forEach(method -> apis.put(method.getName(), made));
      }
    }
  }

  public static void main(String[] arguments) throws Exception {
    var driver = new Driver();
    var in = new BufferedReader(new InputStreamReader(System.in));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      System.out.println(driver.reply(JsonParser.parseString(line).getAsJsonObject()));
    }
  }

  private JsonObject reply(JsonObject line) {
    var reply = new JsonObject();
    status = 0;
    try {
      Object data = answer(line).getData();
      reply.addProperty("status", status);
      reply.add("answer", data instanceof File file ? content(file) : plain.toJsonTree(data));
    } catch (Exception problem) {
      Throwable cause =
          problem instanceof InvocationTargetException wrapped ? wrapped.getCause() : problem;
      reply.addProperty("status", status);
      if (!line.get("unread").getAsBoolean() || status < 200 || status >= 300) {
        reply.addProperty(
            "error", cause instanceof ApiException refused ? refused.getResponseBody() : "" + cause);
      }
    }
    return reply;
  }

  private static JsonObject content(File file) throws IOException {
    var content = new JsonObject();
    content.addProperty(
        "base64", Base64.getEncoder().encodeToString(Files.readAllBytes(file.toPath())));
    return content;
  }

  private ApiResponse<?> answer(JsonObject line) throws Exception {
    client.setBearerToken(line.get("token").getAsString());
    String name = line.get("operation").getAsString() + "WithHttpInfo";
    Object api = Objects.requireNonNull(apis.get(name), name);
    Method method =
        Stream.of(api.getClass().getMethods())
            .filter(one -> one.getName().equals(name))
            .findFirst()
            .orElseThrow();
    var given = new HashMap<String, JsonElement>();
    line.getAsJsonObject("parameters")
        .asMap()
        .forEach((told, value) -> given.put(bare(told), value));
    JsonElement body = line.has("body") ? line.get("body") : JsonNull.INSTANCE;
    // Of a merge patch they mean something; Gson leaves them out otherwise.
    JSON.setGson(body.toString().contains(":null") ? withNulls : plain);
    var values = new Object[method.getParameterCount()];
    for (int i = 0; i < values.length; i++) {
      Parameter parameter = method.getParameters()[i];
      JsonElement value = given.getOrDefault(bare(parameter.getName()), body);
      if (parameter.getType() == File.class) {
        byte[] content = Base64.getDecoder().decode(line.get("bytes").getAsString());
        values[i] = Files.write(Files.createTempFile("p2f-body", ".bin"), content).toFile();
      } else {
        values[i] = plain.fromJson(value, parameter.getParameterizedType());
      }
    }
    return (ApiResponse<?>) method.invoke(api, values);
  }

  /** What is left of a name whatever a language makes of it. */
  private static String bare(String name) {
    return name.replaceAll("\\W|_", "").toLowerCase(Locale.ROOT);
  }
}
