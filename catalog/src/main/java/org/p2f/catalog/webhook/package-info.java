/**
 * Telling others that work has ended: who wants to hear of it, what is to be sent, and the sending.
 * What is sent and signed follows the Standard Webhooks specification.
 */
@NullMarked
package org.p2f.catalog.webhook;

import org.jspecify.annotations.NullMarked;
