package org.p2f.client;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;

/** What a generated call sends: a file as its bytes, streamed; anything else as JSON. */
public final class RequestBody {

  private RequestBody() {}

  /**
   * @param body the call's body parameter; may be null
   * @throws IOException if the file is not there, or the value has no JSON form
   */
  public static BodyPublisher of(ObjectMapper mapper, Object body) throws IOException {
    return body instanceof File file
        ? BodyPublishers.ofFile(file.toPath())
        : BodyPublishers.ofByteArray(mapper.writeValueAsBytes(body));
  }
}
