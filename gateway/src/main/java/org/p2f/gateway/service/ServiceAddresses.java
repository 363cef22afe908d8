package org.p2f.gateway.service;

import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the services are.
 *
 * @param training base URL of the training service
 * @param representation base URL of the representation service
 * @param downstream base URL of the downstream service
 */
@ConfigurationProperties("p2f.services")
public record ServiceAddresses(
    @DefaultValue("http://127.0.0.1:8081") URI training,
    @DefaultValue("http://127.0.0.1:8082") URI representation,
    @DefaultValue("http://127.0.0.1:8083") URI downstream) {}
