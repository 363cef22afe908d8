/** Answers to requests that the web server refuses before they reach the application. */
@NullMarked
package org.p2f.http.container;

import org.jspecify.annotations.NullMarked;
