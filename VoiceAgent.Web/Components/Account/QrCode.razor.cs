using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Components;
using QRCoder;

namespace VoiceAgent.Web.Components.Account;

/// <summary>A text as a QR code, drawn here so that it is sent to nobody. Black on white in any colour scheme: cameras expect that.</summary>
public sealed partial class QrCode : ComponentBase
{
    private string _path = string.Empty;
    private int _size;

    [Parameter, EditorRequired] public string Text { get; set; } = default!;

    [Parameter, EditorRequired] public string Label { get; set; } = default!;

    private string ViewBox => string.Create(CultureInfo.InvariantCulture, $"0 0 {_size} {_size}");

    protected override void OnParametersSet()
    {
        using var generator = new QRCodeGenerator();
        using var code = generator.CreateQrCode(Text, QRCodeGenerator.ECCLevel.M);

        // With the quiet zone around it.
        var rows = code.ModuleMatrix;
        var path = new StringBuilder();
        for (var row = 0; row < rows.Count; row++)
        {
            for (var column = 0; column < rows[row].Length; column++)
            {
                if (rows[row][column])
                {
                    path.Append(CultureInfo.InvariantCulture, $"M{column} {row}h1v1h-1z");
                }
            }
        }

        _size = rows.Count;
        _path = path.ToString();
    }
}
