import type { EChartsCoreOption } from 'echarts/core';
import type * as Library from 'echarts/core';
import type { Chart } from './chart.js';
import { FONT_FAMILY } from './font.js';

const WIDTH = 860;
const HEIGHT = 320;
/** How high every picture is of its width. */
export const HEIGHT_OF_WIDTH = HEIGHT / WIDTH;
const INK = '#1d2530';
const COLOURS = { bars: '#4c78a8', line: '#d1495b', cold: '#f4f7fb', hot: '#c2410c' } as const;

/** The library takes half a second of processor time to load: only who draws has it. */
async function loadLibrary(): Promise<typeof Library> {
  const [core, charts, components, renderers] = await Promise.all([
    import('echarts/core'),
    import('echarts/charts'),
    import('echarts/components'),
    import('echarts/renderers'),
  ]);
  const { GridComponent, LegendComponent, TitleComponent, VisualMapComponent } = components;
  core.use([charts.BarChart, charts.HeatmapChart, charts.LineChart, renderers.SVGRenderer]);
  core.use([GridComponent, LegendComponent, TitleComponent, VisualMapComponent]);
  return core;
}

/** The picture as SVG, drawn without any browser. */
export async function drawSvg(chart: Chart): Promise<string> {
  const { init } = await loadLibrary();
  const picture = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height: HEIGHT });
  try {
    picture.setOption({
      animation: false,
      backgroundColor: '#ffffff',
      textStyle: { fontFamily: FONT_FAMILY, color: INK },
      title: {
        text: chart.title,
        left: 8,
        top: 4,
        textStyle: { fontSize: 15, fontFamily: FONT_FAMILY, color: INK },
      },
      ...optionsOf(chart),
    });
    return picture.renderToSVGString();
  } finally {
    picture.dispose();
  }
}

function optionsOf(chart: Chart): EChartsCoreOption {
  return chart.kind === 'heat-map' ? heatMapOptions(chart) : barOptions(chart);
}

function heatMapOptions({ rows, columns, values }: Extract<Chart, { kind: 'heat-map' }>): EChartsCoreOption {
  const cells = values.flatMap((row, y) => row.map((value, x) => [x, y, value]));
  const most = Math.max(1, ...values.flat());
  return {
    grid: { left: 110, right: 20, top: 44, bottom: 36 },
    xAxis: { type: 'category', data: columns, splitArea: { show: true } },
    yAxis: { type: 'category', data: rows, inverse: true },
    visualMap: { min: 0, max: most, show: false, inRange: { color: [COLOURS.cold, COLOURS.hot] } },
    series: [{ type: 'heatmap', data: cells, label: { show: true, fontSize: 11, color: INK } }],
  };
}

function barOptions({ categories, bars, scale, line }: Extract<Chart, { kind: 'bars' }>): EChartsCoreOption {
  const percent = {
    type: 'value',
    min: 0,
    axisLabel: { formatter: (share: number) => `${Math.round(share * 100)}%` },
  };
  const left = scale === 'share' ? percent : { type: 'value', minInterval: 1 };
  const axes = line === null ? [left] : [left, { ...percent, max: 1, splitLine: { show: false } }];
  const second =
    line === null
      ? []
      : [
          {
            type: 'line',
            name: line.name,
            data: line.values,
            yAxisIndex: 1,
            itemStyle: { color: COLOURS.line },
          },
        ];
  return {
    grid: { left: 56, right: 56, top: 64, bottom: 36 },
    legend: { top: 30, left: 8, data: [bars.name, ...(line === null ? [] : [line.name])] },
    xAxis: { type: 'category', data: categories },
    yAxis: axes,
    series: [
      { type: 'bar', name: bars.name, data: bars.values, itemStyle: { color: COLOURS.bars } },
      ...second,
    ],
  };
}
