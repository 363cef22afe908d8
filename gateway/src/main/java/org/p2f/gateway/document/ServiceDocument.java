package org.p2f.gateway.document;

import org.p2f.gateway.service.Service;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.ServerResponse;

/** A small answer of one service, read whole. */
@SuppressWarnings("ArrayRecordComponent") // carried from one method to the next, never compared
record ServiceDocument(Service service, HttpStatusCode status, String contentType, byte[] body) {

  /** The service's answer as the gateway's own. */
  ServerResponse asResponse() {
    return ServerResponse.status(status)
        .contentType(MediaType.parseMediaType(contentType))
        .body(body);
  }
}
