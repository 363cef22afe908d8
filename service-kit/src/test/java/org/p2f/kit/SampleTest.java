package org.p2f.kit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.p2f.kit.sample.FakeArtifacts;
import org.p2f.kit.sample.FakeJobs;
import org.p2f.kit.sample.SampleService;
import org.p2f.kit.test.Api;
import org.p2f.kit.test.Tokens;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** One sample service for all tests; after each of them it must still answer. */
@SpringBootTest(
    classes = SampleService.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "sample.database=false",
      "spring.application.name=sample-service",
      "server.address=127.0.0.1",
      "p2f.limits.json-body=64KB",
      "p2f.security.audience=p2f",
      "p2f.job-events.poll=50ms",
      "p2f.job-events.heartbeat=200ms",
      "p2f.job-events.max-streams=3",
    })
abstract class SampleTest {
  static final Tokens TOKENS = Tokens.create();

  @LocalServerPort int port;
  @Autowired FakeJobs jobs;
  @Autowired FakeArtifacts artifacts;

  @DynamicPropertySource
  static void believeTheseTokens(DynamicPropertyRegistry registry) {
    TOKENS.register(registry);
  }

  static String token(String scopes) {
    return TOKENS.token(scopes);
  }

  Api anonymous() {
    return Api.at(port);
  }

  Api api() {
    return anonymous().with(token("read run"));
  }

  @AfterEach
  void theNextGoodCallIsAnswered() {
    assertThat(api().get("/v1/jobs?limit=1").status()).isEqualTo(200);
  }
}
