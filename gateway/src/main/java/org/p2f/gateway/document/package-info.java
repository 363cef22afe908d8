/**
 * Answers made of what several services say: the API document, the list of jobs, the services'
 * health.
 */
@NullMarked
package org.p2f.gateway.document;

import org.jspecify.annotations.NullMarked;
