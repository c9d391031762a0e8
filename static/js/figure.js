// From a figure without colours to one in the colours of the page: data in, data out.

// A second sign beside the hue, for who does not see hues apart.
const PATTERNS = {
  public: "",
  "any-account": "/",
  external: "",
  unknown: ".",
  federated: "\\",
  service: ".",
  organization: "-",
  "in-org": "",
};

export function dressed(figure, colour, family) {
  const axis = {
    gridcolor: colour("line"),
    zerolinecolor: colour("control"),
    linecolor: colour("control"),
  };
  return {
    data: figure.data.map((trace) => (trace.type === "heatmap" ? heated(trace, colour) : {
      ...trace,
      marker: {
        color: colour(trace.meta),
        pattern: {
          shape: PATTERNS[trace.meta] ?? "",
          fillmode: "overlay",
          fgcolor: colour("surface"),
          fgopacity: 0.6,
          solidity: 0.2,
        },
      },
      ...(trace.type === "scatter" && { line: { color: colour(trace.meta), width: 2, dash: "dash" } }),
      hoverlabel: { namelength: -1 },
    })),
    layout: {
      ...figure.layout,
      paper_bgcolor: "rgba(0, 0, 0, 0)",
      plot_bgcolor: "rgba(0, 0, 0, 0)",
      font: { family, size: 13, color: colour("ink2") },
      margin: { t: 16, r: 16, b: 48, l: 48 },
      legend: { orientation: "h", y: 1, yanchor: "bottom", x: 0, traceorder: "normal" },
      xaxis: { ...figure.layout.xaxis, ...axis },
      yaxis: { ...figure.layout.yaxis, ...axis },
      hovermode: "closest",
    },
  };
}

const CELL = 18; // wide enough to point at
const LETTER = 7.5;
const SCALE = 72; // the scale beside a heat map, with its margin

/* Return how wide a figure has to be where `room` is not enough; else null. */
export function widthOf(figure, room) {
  const [{ type, x, y }] = figure.data;
  if (type !== "heatmap") return null;
  const longest = Math.max(0, ...y.map((name) => name.length));
  const width = Math.ceil(x.length * CELL + longest * LETTER + SCALE);
  return width > room ? width : null;
}

/* From a pale to the full colour: what is more stands out, and nothing is no colour. */
function heated(trace, colour) {
  const most = Math.max(1, ...trace.z.flat());
  return {
    ...trace,
    colorscale: [[0, colour("line")], [1, colour(trace.meta)]],
    zmin: 0,
    zmax: most,
    hoverongaps: false,
    hovertemplate: "%{x} → %{y}: %{z}<extra></extra>",
    colorbar: { thickness: 10, outlinewidth: 0, nticks: Math.min(most + 1, 6), tickformat: ",d" },
  };
}
