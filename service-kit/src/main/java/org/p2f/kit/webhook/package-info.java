/** Webhooks over HTTP. */
@NullMarked
package org.p2f.kit.webhook;

import org.jspecify.annotations.NullMarked;
