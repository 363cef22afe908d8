package org.p2f.gateway.proxy;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * What the gateway lets through, and how long it waits. Nothing is held in memory, so the sizes
 * guard the services, not the gateway.
 *
 * @param body largest request body but for uploads; raise it with the services' own limits
 * @param upload largest upload
 * @param connect how long a service may take to accept a connection
 * @param answer how long a service may be silent before it answers, event streams excepted
 * @param uploadAnswer the same once an upload has been sent: the service hashes and syncs first
 * @param connectionsPerService open requests per service, event streams included; more are refused
 */
@Validated
@ConfigurationProperties("p2f.gateway")
public record Limits(
    @DefaultValue("64MB") DataSize body,
    @DefaultValue("64GB") DataSize upload,
    @DefaultValue("2s") Duration connect,
    @DefaultValue("2m") Duration answer,
    @DefaultValue("15m") Duration uploadAnswer,
    @DefaultValue("1024") @Min(1) int connectionsPerService) {}
