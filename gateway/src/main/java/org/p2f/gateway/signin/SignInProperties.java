package org.p2f.gateway.signin;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How people sign in to the console where the platform follows an issuer.
 *
 * @param clientId by which the issuer knows the console; without it people paste tokens
 * @param clientSecret for issuers that give web applications one; it stays in the gateway
 * @param scopes asked of the issuer, with spaces between
 */
@ConfigurationProperties("p2f.sign-in")
record SignInProperties(
    @Nullable String clientId,
    @Nullable String clientSecret,
    @DefaultValue("openid read run") String scopes) {}
